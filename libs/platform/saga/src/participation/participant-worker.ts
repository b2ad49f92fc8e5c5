import { withMessageContext } from '@platform/messaging';
import { type CrashPoints, isInfrastructureError } from '@platform/persistence';
import type { Unfinished } from '@platform/recovery';

import type { Coordination } from '../coordination/coordination.js';
import type { SagaPlans } from '../coordination/saga-plans.js';
import type { Answer, Prepared } from '../definition/saga-definition.js';
import type { Task } from '../definition/saga-plan.js';
import type { SagaObserver } from '../saga-observer.js';
import type { Batches } from './batches.js';
import { growingPause, pause } from '../pause.js';
import { takeUp } from '../take-up.js';
import type { Answered, Asked } from './asked.js';
import type { Participation } from './participation.js';
import type { WorkItem, WorkKind } from './saga-work.js';
import type { TaskRunner } from './task-runner.js';
import { WorkLoop } from './work-loop.js';

const POLL_MS = 1_000;
const CALLS_AT_ONCE = 32;
const OTHERS_AT_ONCE = 16;
/** Longer than anything takes that is done with an item in hand. */
const LEASE_MS = 15_000;
const FIRST_CALL_PAUSE_MS = 50;
const LONGEST_CALL_PAUSE_MS = 2_000;
const INFRASTRUCTURE_PAUSE_MS = 500;
/** A start waits no longer for an outside: somewhat more than one call takes. */
const CALLS_WAIT_MS = 3_000;

export interface WorkerParts {
  readonly plans: SagaPlans;
  readonly participation: Participation;
  readonly batches: Batches;
  readonly runner: TaskRunner;
  readonly crashPoints: CrashPoints;
  readonly observer: SagaObserver;
  readonly coordination: () => Coordination;
}

/** Does what one module's tasks were put off to: calls to the outside, and what is to be tried again. */
export class ParticipantWorker {
  /** One for each kind: none is kept waiting by what another one is full of. */
  private readonly loops: Readonly<Record<WorkKind, WorkLoop<WorkItem>>>;
  private readonly stopping = new AbortController();
  private started: Promise<void> | undefined;

  constructor(private readonly parts: WorkerParts) {
    const { work, module } = parts.participation;
    const report = (error: unknown): void => parts.observer.failed(module, undefined, error);
    const loop = (kind: WorkKind, atOnce: number, act: (item: WorkItem) => Promise<void>) =>
      new WorkLoop((limit) => work.claim([kind], limit, LEASE_MS), act, { atOnce, pollMs: POLL_MS }, report);
    this.loops = {
      call: loop('call', CALLS_AT_ONCE, (item) => this.call(item)),
      'ask-again': loop('ask-again', OTHERS_AT_ONCE, (item) => this.goOn(item)),
      insist: loop('insist', OTHERS_AT_ONCE, (item) => this.goOn(item)),
    };
  }

  start(): void {
    this.started ??= this.takeUp().then(() => {
      if (!this.stopping.signal.aborted) for (const loop of this.all) loop.start();
    });
  }

  /**
   * What its module still has to do, as what is to be finished first. What is asked again until something has arrived is not
   * among it: nothing arrives before this is over.
   */
  get unfinished(): Unfinished[] {
    const { work, module } = this.parts.participation;
    return [
      {
        name: `${module}: owed tasks`,
        pending: () => work.due(['insist']),
        finish: async (signal) => {
          await this.started;
          await this.loops.insist.untilQuiet(signal);
        },
      },
      {
        name: `${module}: outside calls`,
        limitMs: CALLS_WAIT_MS,
        pending: () => work.due(['call']),
        finish: async (signal) => {
          await this.started;
          await this.loops.call.untilQuiet(signal);
        },
      },
    ];
  }

  dueIn(kind: WorkKind, ms: number): void {
    this.loops[kind].dueIn(ms);
  }

  wake(): void {
    for (const loop of this.all) loop.dueIn(0);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.started;
    await Promise.all(this.all.map((loop) => loop.stop()));
  }

  private get all(): readonly WorkLoop<WorkItem>[] {
    return Object.values(this.loops);
  }

  /** Pieces that the process before this one had in hand, one by one: any of them may be what it died of. */
  private takeUp(): Promise<void> {
    const { participation, observer, crashPoints } = this.parts;
    const { work, module } = participation;
    return takeUp(
      {
        takeBack: async () => {
          await work.takeBack();
          await crashPoints.reached('saga-work.taken-back');
        },
        claim: () => work.claimAlone(['call', 'ask-again', 'insist'], LEASE_MS),
        work: (item) => this.loops[item.kind].begin(item),
        report: (error) => observer.failed(module, undefined, error),
      },
      this.stopping.signal,
    );
  }

  private async goOn(item: WorkItem): Promise<void> {
    await this.parts.crashPoints.reached('saga-work.claimed');
    return this.inUnit(item, () => this.parts.participation.resume(item));
  }

  /** Asks the outside, with no transaction open, and takes its answer into the books. */
  private async call(item: WorkItem): Promise<void> {
    const { plans, crashPoints, participation } = this.parts;
    const { asked, prepared } = item;
    const task = plans.of(asked.saga).task(asked.step, asked.phase);
    if (!prepared) throw new Error(`Step "${asked.step}" of saga ${asked.saga.id} has nothing prepared.`);
    await crashPoints.reached(`${asked.saga.type}.${asked.step}.prepared`);
    // Past the deadline the answer to a call that was made is no longer waited for; one that was never made is made.
    if (item.isOver && item.claims > 1 && task.mayBeRefused)
      return this.inUnit(item, () => participation.giveUp(item));
    const answer = await this.answer(asked, task, prepared);
    await crashPoints.reached(`${asked.saga.type}.${asked.step}.called`);
    if (answer.status !== 'unknown')
      return this.inUnit(item, () => participation.conclude(item, prepared, answer));
    return this.postpone(item, growingPause(FIRST_CALL_PAUSE_MS, LONGEST_CALL_PAUSE_MS, item.claims - 1));
  }

  private async answer(asked: Asked, task: Task, prepared: Prepared): Promise<Answer> {
    try {
      return await this.parts.runner.call(asked, task, prepared);
    } catch (error) {
      // A call that breaks has told us nothing.
      this.parts.observer.failed(asked.saga.type, asked.saga.id, error);
      return { status: 'unknown' };
    }
  }

  /** Runs `work` while the item is this claim's, and lets the saga go on from its answer. */
  private async inUnit(item: WorkItem, work: () => Promise<Answered | undefined>): Promise<void> {
    const { batches, participation, coordination, observer } = this.parts;
    const { saga } = item.asked;
    try {
      const inOrder = async (): Promise<void> => {
        if (!(await participation.work.holds(item))) return;
        const answered = await work();
        if (answered) await coordination().answered(participation.module, answered);
      };
      // In its own context, not in that of whoever began the batch: what it sends belongs to the request that it came of.
      await batches.run(saga.id, () =>
        withMessageContext(item.meta, () => participation.careful(saga.id, inOrder)),
      );
    } catch (error) {
      observer.failed(saga.type, saga.id, error);
      const isNobodysFault = isInfrastructureError(error);
      await this.postpone(item, INFRASTRUCTURE_PAUSE_MS, isNobodysFault ? undefined : String(error));
      if (isNobodysFault) this.loops[item.kind].againIn(INFRASTRUCTURE_PAUSE_MS);
    }
  }

  private async postpone(item: WorkItem, ms: number, error?: string): Promise<void> {
    await this.insist(item, () => this.parts.participation.work.postpone(item, ms, error));
    this.dueIn(item.kind, ms);
  }

  /** What ended the work may be in the way of putting it off; without that it would be nobody's until its claim runs out. */
  private async insist(item: WorkItem, work: () => Promise<void>): Promise<void> {
    const until = performance.now() + LEASE_MS;
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        const goesOn = performance.now() < until && !this.stopping.signal.aborted;
        if (!goesOn || !isInfrastructureError(error)) throw error;
        this.parts.observer.failed(item.asked.saga.type, item.asked.saga.id, error);
        await pause(INFRASTRUCTURE_PAUSE_MS, this.stopping.signal);
      }
    }
  }
}
