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
 * Longest call to the outside inside the transaction over the steps. Rows stay locked meanwhile: with what comes before and
 * after it, this keeps them locked for less than two seconds.
 */
const CALL_INSIDE_MS = 1_500;

export type Outcome = StepOutcome<unknown, unknown>;

/** Answers that the outside has given for this saga, by idempotency key: what is known is not asked again. */
export type KnownAnswers = Map<string, Answer>;

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
    ask: Ask,
    known: KnownAnswers,
  ): Promise<unknown> {
    const after = await (step.type === 'local'
      ? this.runLocal(step, context, ask)
      : this.runExternal(definition, step, context, known));
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
    known: KnownAnswers,
  ): Promise<unknown> {
    // The attempt must be on record even if everything here is rolled back: the outside will not roll back with us.
    const prepared = (await this.databases
      .unitOfWork(step.participant)
      .apart(() => this.insist(step.prepare(context)))) as Prepared;
    await this.crashPoints.reached(`${type}.${step.name}.prepared`);
    // As long as this transaction lives it holds the saga's row, so whoever ends the saga settles the attempt too. Had it
    // died before the attempt was on record, the saga might have ended without it: nothing may be asked for it then.
    await this.databases.unitOfWork(subject.module).query('SELECT');
    const answer = await this.answerTo(step, context, prepared, known);
    await this.crashPoints.reached(`${type}.${step.name}.called`);
    if (answer.status === 'unknown')
      throw new Stopped({ type: 'unanswered', step: step.name, prepared }, context);
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
    known: KnownAnswers,
  ): Promise<Answer> {
    if (!prepared.needsCall) return step.withoutCall;
    const answer =
      known.get(prepared.idempotencyKey) ?? (await this.call(step, context, prepared, CALL_INSIDE_MS));
    if (answer.status !== 'unknown') known.set(prepared.idempotencyKey, answer);
    return answer;
  }
}
