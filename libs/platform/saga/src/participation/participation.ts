import type { StepOutcome } from '@platform/domain';
import { type CrashPoints, isInfrastructureError, type UnitOfWork } from '@platform/persistence';

import type { SagaPlans } from '../coordination/saga-plans.js';
import type { Answer, Ask, Prepared } from '../definition/saga-definition.js';
import type { Task, Verdict } from '../definition/saga-plan.js';
import type { SagaObserver } from '../saga-observer.js';
import { growingPause } from '../pause.js';
import type { Answered, Asked } from './asked.js';
import { ParticipantLog } from './participant-log.js';
import type { PutOff, SagaWork, WorkItem } from './saga-work.js';
import { NOT_YET_PAUSE_MS, type TaskRunner } from './task-runner.js';

/** How long a participant may wait for what has not arrived yet before it must decide with what it knows. */
const PATIENCE_MS = 5_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

export interface ParticipationParts {
  readonly plans: SagaPlans;
  readonly runner: TaskRunner;
  readonly crashPoints: CrashPoints;
  readonly observer: SagaObserver;
  /** The task as it can be done now; nothing while something else has to be done first. */
  readonly ready: (module: string, asked: Asked) => Promise<Asked | undefined>;
  /** Since when messages arrive at a module, on the clock of `performance.now()`; nothing before. */
  readonly receivesSince: (module: string) => number | undefined;
  /** Something was put off, and will be due in `ms`. Called after the commit. */
  readonly putOff: (module: string, kind: PutOff['kind'], ms: number) => void;
  /** A task of this module was answered. Called after the commit. */
  readonly answered: (module: string, asked: Asked) => void;
}

/**
 * One module's part in sagas: does what it is asked for, once, inside the unit of work it is asked in, and keeps the answer.
 *
 * What cannot be decided yet, what waits for the outside and what broke is put off and goes on by timer; nobody who asks has to
 * wait or to ask again for that.
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

  /** Handles something of a saga. @throws what broke in it; tried again, it is handled with care */
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
  async begin(asked: Asked): Promise<StepOutcome<unknown, unknown>> {
    const result = await this.parts.runner.run(asked, this.task(asked), { lastAsk: true });
    if ('kind' in result)
      throw new Error(`Step "${asked.step}" was asked for the last time and is not decided.`);
    if (result.outcome === 'refused')
      return { outcome: 'refused', reason: result.reason, details: result.details?.of };
    this.log.record(asked, result);
    await this.reached(asked, result);
    return { outcome: 'done', result: result.result };
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

  /** Takes over an answer that is known to have been given, whatever is under way. @returns false when it is on record */
  remember(asked: Asked, verdict: Verdict): Promise<boolean> {
    return this.log.remember(asked, verdict);
  }

  /** Is to do it as soon as it can, unless it is on record that it was asked for. */
  async owe(asked: Asked): Promise<void> {
    if ((await this.log.open(asked)) !== 'new') return;
    if (asked.phase === 'undo') this.log.tombstone(asked);
    this.work.put(asked, { kind: 'insist', inMs: 0 });
  }

  /** Takes up again what was put off, in the unit that holds the item. @returns the answer; nothing when it was put off again */
  async resume(item: WorkItem): Promise<Answered | undefined> {
    const lastAsk = item.kind === 'ask-again' && this.waitedMs(item) >= PATIENCE_MS;
    const answered = await this.attempt(item.asked, { lastAsk }, item.failures);
    if (answered) this.work.remove(item.asked);
    return answered;
  }

  /** Takes the outside's answer into the books, in the unit that holds the item. */
  async conclude(item: WorkItem, prepared: Prepared, answer: Answer): Promise<Answered | undefined> {
    const { asked, failures } = item;
    const result = await this.guarded(asked, failures, () =>
      this.parts.runner.conclude(asked, this.task(asked), prepared, answer),
    );
    // What broke is called for again: the outside answers the same under the same key.
    if ('kind' in result) {
      this.putOff(asked, { ...result, kind: 'call', prepared });
      return undefined;
    }
    this.work.remove(asked);
    return this.closed(asked, result);
  }

  /** No answer came in time. */
  giveUp({ asked }: WorkItem): Promise<Answered> {
    this.work.remove(asked);
    return this.closed(asked, { outcome: 'refused', reason: 'no-answer' });
  }

  /** How long something could have arrived that was not there when it was put off. */
  private waitedMs({ ageMs }: WorkItem): number {
    const since = this.parts.receivesSince(this.module);
    return since === undefined ? 0 : Math.min(ageMs, performance.now() - since);
  }

  private async attempt(asked: Asked, ask: Ask, failures = 0): Promise<Answered | undefined> {
    let ready: Asked | undefined;
    const result = await this.guarded(asked, failures, async (): Promise<Verdict | PutOff> => {
      ready = await this.parts.ready(this.module, asked);
      if (!ready) return { kind: 'insist', inMs: NOT_YET_PAUSE_MS };
      return this.parts.runner.run(ready, this.task(asked), ask);
    });
    if ('kind' in result) {
      // A call is made with all that was known when it was prepared; anything else is made ready again.
      this.putOff(result.kind === 'call' && ready ? ready : asked, result);
      return undefined;
    }
    return this.closed(ready ?? asked, result);
  }

  /** Runs `work`; with care, what breaks in it is undone and to be put off instead of thrown. */
  private async guarded(
    asked: Asked,
    failures: number,
    work: () => Promise<Verdict | PutOff>,
  ): Promise<Verdict | PutOff> {
    if (!this.suspects.has(asked.saga.id)) return work();
    try {
      return await this.unit.savepoint(work);
    } catch (error) {
      if (isInfrastructureError(error)) throw error;
      this.parts.observer.failed(asked.saga.type, asked.saga.id, error);
      const inMs = growingPause(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, failures);
      return { kind: 'insist', inMs, error: describe(error) };
    }
  }

  private putOff(asked: Asked, how: PutOff): void {
    this.work.put(asked, how);
    this.unit.afterCommit(() => this.parts.putOff(this.module, how.kind, how.inMs));
  }

  private async closed(asked: Asked, verdict: Verdict): Promise<Answered> {
    this.log.close(asked, verdict);
    this.unit.afterCommit(() => this.parts.answered(this.module, asked));
    await this.reached(asked, verdict);
    return { asked, verdict };
  }

  private async reached({ saga, step, phase }: Asked, { outcome }: Verdict): Promise<void> {
    if (outcome !== 'done' || (phase !== 'do' && phase !== 'undo')) return;
    await this.parts.crashPoints.reached(`${saga.type}.${step}.${phase === 'do' ? 'done' : 'undone'}`);
  }

  private task({ saga, step, phase }: Asked): Task {
    return this.parts.plans.of(saga).task(step, phase);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
