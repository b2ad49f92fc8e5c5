import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  Optional,
} from '@nestjs/common';
import type { StepOutcome } from '@platform/domain';
import { MessagingLag } from '@platform/messaging';
import { CrashPoints, Databases } from '@platform/persistence';
import { Recovery } from '@platform/recovery';

import type { SagaDefinition } from '../definition/saga-definition.js';
import { Limiter } from '../limiter.js';
import { pause } from '../pause.js';
import { SagaObserver } from '../saga-observer.js';
import { type ListSagas, type OpenSagaView, type SagaCounts, SagaRuntime } from '../saga-runtime.js';
import { takeUp } from '../take-up.js';
import { SagaDriver, type SagaEnd } from './saga-driver.js';
import type { PendingSaga } from './saga-store.js';
import { StepRunner } from './step-runner.js';
import { TransactionExecution } from './transaction-execution.js';

export const SAGA_DEFINITIONS = Symbol('saga definitions');

const POLL_MS = 1_000;
/** Sagas at work up to which abandoned ones are taken over: enough to keep every connection busy until the next look. */
const BUSY = 200;
/** Taken over at each look however busy: where every process is, nobody else would. */
const TAKE_OVER_ANYWAY = 20;
/** A shutdown waits this long for sagas at work; what is left is taken over by the next start. */
const DRAIN_MS = 5_000;

/** A saga at work here. */
interface Run {
  readonly ended: Promise<SagaEnd>;
  /** Resolves when it has ended, or waits for what only a message can bring. */
  readonly rests: Promise<unknown>;
  /** Whether it rests, one way or the other. */
  isResting: boolean;
}

/**
 * Executes sagas as transactions: those begun here, and those whose process died.
 */
@Injectable()
export class TransactionRuntime
  extends SagaRuntime
  implements OnApplicationBootstrap, BeforeApplicationShutdown
{
  private readonly stopping = new AbortController();
  private readonly running = new Map<string, Run>();
  private readonly limiter: Limiter;
  private takenUp: Promise<void> | undefined;
  private worker: Promise<void> | undefined;

  constructor(
    @Inject(SAGA_DEFINITIONS) private readonly definitions: readonly SagaDefinition[],
    private readonly databases: Databases,
    private readonly execution: TransactionExecution,
    private readonly steps: StepRunner,
    private readonly observer: SagaObserver,
    private readonly crashPoints: CrashPoints,
    @Optional() private readonly messaging?: MessagingLag,
    @Optional() recovery?: Recovery,
  ) {
    super();
    for (const definition of definitions)
      recovery?.add({
        name: `${definition.subject.module}: ${definition.type}`,
        pending: () => this.execution.store(definition).due(this.resting),
        finish: (signal) => this.finish(definition, signal),
      });
    const smallestPool = Math.min(...databases.poolUse().map(({ max }) => max));
    this.limiter = new Limiter(Math.max(1, smallestPool - 2));
  }

  override async begin(
    type: string,
    sagaId: string,
    request: unknown,
  ): Promise<StepOutcome<unknown, unknown>> {
    const definition = this.definition(type);
    const { context, outcome } = await this.execution.begin(definition, sagaId, request);
    if (outcome.outcome === 'done') {
      // What the caller's unit commits is durable: should this process die before the hook runs, the worker takes over.
      this.databases.afterCommit(() => {
        this.launch({ id: sagaId, type, definitionVersion: definition.version, context });
      });
    }
    return outcome;
  }

  override async settled(sagaId: string, ms: number): Promise<void> {
    const run = this.running.get(sagaId);
    if (!run) return pause(ms, this.stopping.signal);
    const timeout = new AbortController();
    await Promise.race([run.ended, pause(ms, timeout.signal)]);
    timeout.abort();
  }

  override async pending(): Promise<SagaCounts> {
    const counts = await Promise.all(
      this.definitions.map((definition) => this.execution.store(definition).pending()),
    );
    return {
      pending: counts.reduce((sum, count) => sum + count.pending, 0),
      needsAttention: counts.reduce((sum, count) => sum + count.needsAttention, 0),
    };
  }

  override async list({ needsAttention = false, limit = 100 }: ListSagas = {}): Promise<OpenSagaView[]> {
    const lists = await Promise.all(
      this.definitions.map((definition) => this.execution.store(definition).list(needsAttention, limit)),
    );
    return lists.flat();
  }

  override async retry(sagaId: string): Promise<number> {
    const due = await Promise.all(
      this.definitions.map((definition) => this.execution.store(definition).retry(sagaId)),
    );
    return due.filter(Boolean).length;
  }

  onApplicationBootstrap(): void {
    this.takenUp = this.takeUp();
    this.worker = this.takenUp.then(() => this.work());
  }

  async beforeApplicationShutdown(): Promise<void> {
    const patience = new AbortController();
    await Promise.race([this.allEnded(), pause(DRAIN_MS, patience.signal)]);
    patience.abort();
    this.stopping.abort();
    const unfinished = [...this.running.keys()];
    await Promise.all([this.allEnded(), this.worker]);
    if (unfinished.length > 0) await this.letGo(unfinished);
  }

  private async allEnded(): Promise<void> {
    await Promise.all([...this.running.values()].map(({ ended }) => ended));
  }

  /** Those that wait for messages: whoever is to be through before any arrive cannot wait for them. */
  private get resting(): readonly string[] {
    return [...this.running].filter(([, run]) => run.isResting).map(([id]) => id);
  }

  private async letGo(ids: readonly string[]): Promise<void> {
    for (const definition of this.definitions) {
      try {
        await this.execution.store(definition).letGo(ids);
      } catch (error) {
        this.observer.failed(definition.type, undefined, error); // their claims run out by themselves
      }
    }
  }

  /** Until nobody's sagas are left and those at work here have ended, or wait for messages. */
  private async finish(definition: SagaDefinition, signal: AbortSignal): Promise<void> {
    await this.takenUp;
    while (!signal.aborted && !this.stopping.signal.aborted) {
      const taken = await this.takeOver(definition, Math.max(1, BUSY - this.running.size));
      const atWork = [...this.running.values()].filter(({ isResting }) => !isResting);
      if (taken === 0 && atWork.length === 0) return;
      await Promise.race([...atWork.map(({ rests }) => rests), pause(POLL_MS, signal)]);
    }
  }

  /** Sagas that the process before this one was at, one by one: any of them may be what it died of. */
  private async takeUp(): Promise<void> {
    for (const definition of this.definitions) {
      const store = this.execution.store(definition);
      await takeUp(
        {
          takeBack: async () => {
            await store.takeBack([...this.running.keys()]);
            await this.crashPoints.reached('saga.taken-back');
          },
          claim: () => store.claimAlone(),
          work: async (saga) => {
            await this.crashPoints.reached('saga.taken-over');
            this.observer.takenOver(saga.type, saga.id);
            await this.launch(saga)?.rests;
          },
          report: (error) => this.observer.failed(definition.type, undefined, error),
        },
        this.stopping.signal,
      );
    }
  }

  private async takeOver(definition: SagaDefinition, room: number): Promise<number> {
    const sagas = await this.execution.store(definition).claimAbandoned(room);
    if (sagas.length > 0) await this.crashPoints.reached('saga.taken-over');
    for (const saga of sagas) {
      this.observer.takenOver(saga.type, saga.id);
      this.launch(saga);
    }
    return sagas.length;
  }

  /** @returns nothing when this process ends */
  private launch(saga: PendingSaga): Run | undefined {
    const known = this.running.get(saga.id);
    if (known || this.stopping.signal.aborted) return known;
    const definition = this.definition(saga.type);
    const driver = new SagaDriver(definition, saga.id, saga.context, {
      execution: this.execution,
      steps: this.steps,
      limiter: this.limiter,
      stopping: this.stopping.signal,
      receivesSince: (module) => (this.messaging ? this.messaging.receivesSince(module) : 0),
      report: (id, error) => {
        this.observer.failed(saga.type, id, error);
      },
    });
    const began = performance.now();
    const ended = driver.drive().then((end) => {
      this.running.delete(saga.id);
      this.observer.ended(saga.type, saga.id, end, performance.now() - began);
      return end;
    });
    const rests = Promise.race([ended, driver.waits]).finally(() => (run.isResting = true));
    const run: Run = { ended, rests, isResting: false };
    this.running.set(saga.id, run);
    return run;
  }

  override remember(): Promise<void> {
    return Promise.resolve(); // it keeps no answers: steps and outcome are one transaction
  }

  private async work(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      for (const definition of this.definitions) {
        try {
          const store = this.execution.store(definition);
          if (this.running.size > 0) await store.renew([...this.running.keys()]);
          await this.takeOver(definition, Math.max(TAKE_OVER_ANYWAY, BUSY - this.running.size));
        } catch (error) {
          this.observer.failed(definition.type, undefined, error);
        }
      }
      await pause(POLL_MS, signal);
    }
  }

  private definition(type: string): SagaDefinition {
    const definition = this.definitions.find((candidate) => candidate.type === type);
    if (!definition) throw new Error(`No saga "${type}" is hosted here.`);
    return definition;
  }
}
