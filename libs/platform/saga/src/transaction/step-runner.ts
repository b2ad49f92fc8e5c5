import { Injectable } from '@nestjs/common';
import { CommandBus, type ICommand } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';
import { CrashPoints, Databases } from '@platform/persistence';

import type {
  Answer,
  Ask,
  ExternalStep,
  LocalStep,
  Prepared,
  SagaDefinition,
  SagaStep,
} from '../definition/saga-definition.js';
import { Stopped } from './stopped.js';

/**
 * How long after its first lock the transaction over the steps may still wait for the outside. With what comes after it, this
 * keeps rows locked for less than two seconds. It counts from the first lock, not from the call: behind a transaction that
 * waits for a hung outside there may be a queue for the same rows, and each in turn would wait as long again.
 */
const CALL_INSIDE_MS = 1_500;
/** What is left of that time has to be worth a call; else the outside is asked after the rollback. */
const SHORTEST_CALL_MS = 100;

export type Outcome = StepOutcome<unknown, unknown>;

/** Answers that the outside has given for this saga, by idempotency key: what is known is not asked again. */
export type KnownAnswers = Map<string, Answer>;

/** One run of the transaction over the steps. */
export interface Run {
  readonly ask: Ask;
  readonly known: KnownAnswers;
  /** On the clock of `performance.now()`: when it took its first lock. */
  readonly lockedAt: number;
}

/** Executes single steps inside the transaction over them. */
@Injectable()
export class StepRunner {
  constructor(
    private readonly commands: CommandBus,
    private readonly databases: Databases,
    private readonly crashPoints: CrashPoints,
  ) {}

  async execute(command: ICommand): Promise<Outcome> {
    return this.commands.execute<ICommand, Outcome>(command);
  }

  /** For commands that may not be refused: the subject's, compensations, reactions. */
  async insist(command: ICommand): Promise<unknown> {
    const outcome = await this.execute(command);
    if (outcome.outcome === 'done') return outcome.result;
    throw new Error(`${command.constructor.name} may not be refused, and answered "${outcome.reason}".`);
  }

  /** @throws Stopped when the step was refused, cannot be decided yet, or got no answer */
  async run(
    definition: SagaDefinition,
    step: SagaStep<unknown>,
    context: unknown,
    run: Run,
  ): Promise<unknown> {
    const after = await (step.type === 'local'
      ? this.runLocal(step, context, run.ask)
      : this.runExternal(definition, step, context, run));
    await this.crashPoints.reached(`${definition.type}.${step.name}.done`);
    return after;
  }

  async call(
    step: ExternalStep<unknown>,
    context: unknown,
    prepared: Prepared,
    timeoutMs: number,
  ): Promise<Answer> {
    return this.commands.execute<ICommand, Answer>(step.call(context, prepared, timeoutMs));
  }

  private async runLocal(step: LocalStep<unknown>, context: unknown, ask: Ask): Promise<unknown> {
    const outcome = await this.execute(step.command(context, ask));
    if (outcome.outcome === 'done') return step.take(context, outcome.result);
    if (outcome.outcome === 'not-yet')
      throw new Stopped({ type: 'not-yet', step: step.name, reason: outcome.reason }, context);
    if (step.kind === 'retriable')
      throw new Error(`Step "${step.name}" comes after the pivot and was refused: ${outcome.reason}.`);
    throw new Stopped(
      { type: 'refused', failure: { step: step.name, reason: outcome.reason } },
      step.takeRefusal(context, outcome.details),
    );
  }

  private async runExternal(
    { type, subject }: SagaDefinition,
    step: ExternalStep<unknown>,
    context: unknown,
    run: Run,
  ): Promise<unknown> {
    // The attempt must be on record even if everything here is rolled back: the outside will not roll back with us.
    const prepared = (await this.databases
      .unitOfWork(step.participant)
      .apart(() => this.insist(step.prepare(context)))) as Prepared;
    const askUntil = performance.now() + prepared.askForMs;
    await this.crashPoints.reached(`${type}.${step.name}.prepared`);
    // As long as this transaction lives it holds the saga's row, so whoever ends the saga settles the attempt too. Had it
    // died before the attempt was on record, the saga might have ended without it: nothing may be asked for it then. The answer
    // also tells that all the steps before have really written what they wrote.
    await this.databases.unitOfWork(subject.module).query('SELECT');
    const answer = await this.answerTo(step, context, prepared, run);
    await this.crashPoints.reached(`${type}.${step.name}.called`);
    if (answer.status === 'unknown')
      throw new Stopped({ type: 'unanswered', step: step.name, prepared, askUntil }, context);
    const outcome = await this.execute(step.conclude(context, prepared, answer));
    if (outcome.outcome === 'done') return step.take(context, outcome.result);
    const details = outcome.outcome === 'refused' ? outcome.details : undefined;
    throw new Stopped(
      {
        type: 'refused',
        failure: { step: step.name, reason: outcome.reason },
        concluded: { prepared, answer },
      },
      step.takeRefusal(context, details),
    );
  }

  private async answerTo(
    step: ExternalStep<unknown>,
    context: unknown,
    prepared: Prepared,
    { known, lockedAt }: Run,
  ): Promise<Answer> {
    if (!prepared.needsCall) return step.withoutCall;
    const heard = known.get(prepared.idempotencyKey);
    if (heard) return heard;
    const leftMs = Math.floor(lockedAt + CALL_INSIDE_MS - performance.now());
    if (leftMs < SHORTEST_CALL_MS) return { status: 'unknown' };
    const answer = await this.call(step, context, prepared, leftMs);
    if (answer.status !== 'unknown') known.set(prepared.idempotencyKey, answer);
    return answer;
  }
}
