import { CommandBus, type ICommand } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';
import { type CrashPoints, isInfrastructureError, type UnitOfWork } from '@platform/persistence';

import type { SagaPlans } from '../coordination/saga-plans.js';
import type { Answer, Ask, ExternalStep, Prepared } from '../definition/saga-definition.js';
import type { SagaPlan, Task, Verdict } from '../definition/saga-plan.js';
import type { SagaObserver } from '../saga-observer.js';
import type { Answered, Asked } from './asked.js';
import { ParticipantLog } from './participant-log.js';
import type { PutOff, SagaWork, WorkItem } from './saga-work.js';

type Outcome = StepOutcome<unknown, unknown>;

export const NOT_YET_PAUSE_MS = 100;
/** How long a participant may wait for what has not arrived yet before it must decide with what it knows. */
const PATIENCE_MS = 5_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

export interface ParticipationParts {
  readonly plans: SagaPlans;
  readonly commands: CommandBus;
  readonly crashPoints: CrashPoints;
  readonly observer: SagaObserver;
  /** The task as it can be done now; nothing while something else has to be done first. */
  readonly ready: (module: string, asked: Asked) => Promise<Asked | undefined>;
  /** Something was put off, and will be due in `ms`. */
  readonly putOff: (module: string, kind: PutOff['kind'], ms: number) => void;
  /** A task of this module was done. Called after the commit. */
  readonly done: (module: string, asked: Asked) => void;
}

/**
 * One module's part in sagas: does what it is asked for, once, inside the unit of work it is asked in, and keeps the answer.
 *
 * What cannot be decided yet, what waits for the outside and what broke goes on by timer; nobody who asks has to wait or to
 * ask again for that.
 */
export class Participation {
  private readonly log: ParticipantLog;
  /**
   * Sagas a task of which has just broken: when the same message comes again it is handled behind savepoints, so that what breaks is
   * put off and holds back nobody. All others are spared the savepoints.
   */
  private readonly suspects = new Set<string>();

  constructor(
    readonly module: string,
    readonly unit: UnitOfWork,
    readonly work: SagaWork,
    private readonly parts: ParticipationParts,
  ) {
    this.log = new ParticipantLog(unit);
  }

  /** Handles what was asked in a message. @throws what broke; the same message is then handled with care */
  async careful(sagaId: string, handle: () => Promise<void>): Promise<void> {
    try {
      await handle();
      await this.unit.settled();
    } catch (error) {
      if (!isInfrastructureError(error)) this.suspects.add(sagaId);
      throw error;
    }
    if (this.suspects.has(sagaId)) this.unit.afterCommit(() => this.suspects.delete(sagaId));
  }

  /** Does the first step of a saga that nobody can have heard of. @returns its outcome; a refusal leaves nothing here */
  async begin(asked: Asked): Promise<Outcome> {
    const outcome = await this.execute(this.task(asked).command(asked.context, { lastAsk: true }, undefined));
    if (outcome.outcome === 'done') {
      this.log.record(asked, outcome);
      await this.parts.crashPoints.reached(`${asked.saga.type}.${asked.step}.done`);
    }
    return outcome;
  }

  /** @returns the answer, `again` when it had been given before; nothing while the task is under way */
  async perform(asked: Asked): Promise<(Answered & { readonly again: boolean }) | undefined> {
    const known = await this.log.open(asked);
    if (known === 'open') return undefined;
    if (known !== 'new') return { asked, verdict: known, again: true };
    if (asked.phase === 'undo') this.log.tombstone(asked);
    const answered = await this.attempt(asked, { lastAsk: false });
    return answered && { ...answered, again: false };
  }

  /** Takes up again what was put off, in the unit that holds the item. @returns the answer; nothing when it was put off again */
  async resume(item: WorkItem): Promise<Answered | undefined> {
    const { asked } = item;
    const lastAsk = item.kind === 'ask-again' && item.ageMs >= PATIENCE_MS;
    const answered = await this.attempt(asked, { lastAsk }, item);
    if (answered) this.work.remove(asked);
    return answered;
  }

  /** Takes the outside's answer into the books, in the unit that holds the item. */
  async conclude(item: WorkItem, prepared: Prepared, answer: Answer): Promise<Answered | undefined> {
    const { asked } = item;
    const task = this.task(asked);
    const verdict = await this.guarded(asked, item, prepared, () =>
      this.concluded(asked, task, prepared, answer),
    );
    if (!verdict) return undefined;
    this.work.remove(asked);
    return this.closed(asked, verdict);
  }

  /** No answer came in time. */
  giveUp({ asked }: WorkItem): Promise<Answered> {
    this.work.remove(asked);
    return this.closed(asked, { outcome: 'refused', reason: 'no-answer' });
  }

  private async attempt(asked: Asked, ask: Ask, item?: WorkItem): Promise<Answered | undefined> {
    const task = this.task(asked);
    let known = asked;
    const verdict = await this.guarded(asked, item, undefined, async () => {
      const ready = await this.parts.ready(this.module, asked);
      if (!ready) return this.putOff(asked, { kind: 'insist', inMs: NOT_YET_PAUSE_MS });
      known = ready;
      if (task.external) return this.prepare(ready, task, task.external);
      const outcome = await this.execute(task.command(ready.context, ask, ready.failure));
      if (outcome.outcome === 'not-yet')
        return this.putOff(asked, { kind: 'ask-again', inMs: NOT_YET_PAUSE_MS });
      if (outcome.outcome === 'refused') return this.refused(task, outcome.reason, { of: outcome.details });
      return outcome;
    });
    return verdict && this.closed(known, verdict);
  }

  /** Runs `work`; with care, what breaks in it is undone and put off instead of thrown. */
  private async guarded(
    asked: Asked,
    item: WorkItem | undefined,
    prepared: Prepared | undefined,
    work: () => Promise<Verdict | undefined>,
  ): Promise<Verdict | undefined> {
    if (!this.suspects.has(asked.saga.id)) return work();
    try {
      return await this.unit.savepoint(work);
    } catch (error) {
      if (isInfrastructureError(error)) throw error;
      this.parts.observer.failed(asked.saga.type, asked.saga.id, error);
      const kind = prepared ? 'call' : 'insist';
      const inMs = growingPause(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, item?.failures ?? 0);
      return this.putOff(asked, { kind, inMs, prepared, error: describe(error) });
    }
  }

  private async prepare(
    asked: Asked,
    task: Task,
    step: ExternalStep<unknown>,
  ): Promise<Verdict | undefined> {
    const outcome = await this.execute(step.prepare(asked.context));
    if (outcome.outcome === 'not-yet')
      return this.putOff(asked, { kind: 'ask-again', inMs: NOT_YET_PAUSE_MS });
    if (outcome.outcome === 'refused') return this.refused(task, outcome.reason);
    const prepared = outcome.result as Prepared;
    if (!prepared.needsCall) return this.concluded(asked, task, prepared, step.withoutCall);
    return this.putOff(asked, { kind: 'call', inMs: 0, prepared });
  }

  private async concluded(
    { context }: Asked,
    task: Task,
    prepared: Prepared,
    answer: Answer,
  ): Promise<Verdict> {
    if (!task.external) throw new Error(`Step "${task.step}" is not external.`);
    const outcome = await this.execute(task.external.conclude(context, prepared, answer));
    if (outcome.outcome === 'done') return outcome;
    if (outcome.outcome === 'not-yet')
      throw new Error(`Step "${task.step}" does not take the answer "${answer.status}": ${outcome.reason}.`);
    return this.refused(task, outcome.reason, { of: outcome.details });
  }

  private refused({ step, phase, mayBeRefused }: Task, reason: string, details?: { of: unknown }): Verdict {
    if (mayBeRefused) return { outcome: 'refused', reason, ...(details && { details }) };
    throw new Error(`What cannot be refused was: ${phase} at "${step}" answered "${reason}".`);
  }

  private putOff(asked: Asked, how: PutOff): undefined {
    this.work.put(asked, how);
    this.unit.afterCommit(() => this.parts.putOff(this.module, how.kind, how.inMs));
  }

  private async closed(asked: Asked, verdict: Verdict): Promise<Answered> {
    this.log.close(asked, verdict);
    this.unit.afterCommit(() => this.parts.done(this.module, asked));
    const point = { do: 'done', undo: 'undone' }[asked.phase as string];
    if (point !== undefined && verdict.outcome === 'done')
      await this.parts.crashPoints.reached(`${asked.saga.type}.${asked.step}.${point}`);
    return { asked, verdict };
  }

  private async execute(command: ICommand): Promise<Outcome> {
    return this.parts.commands.execute<ICommand, Outcome>(command);
  }

  private task({ saga, step, phase }: Asked): Task {
    return this.plan({ saga }).task(step, phase);
  }

  private plan({ saga }: Pick<Asked, 'saga'>): SagaPlan {
    return this.parts.plans.of(saga);
  }
}

/** A pause that doubles with every try, with jitter; in ms. */
export function growingPause(firstMs: number, longestMs: number, tries: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(tries, 20)) * (0.75 + Math.random() / 2);
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
