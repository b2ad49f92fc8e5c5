import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  Optional,
} from '@nestjs/common';
import type { StepOutcome } from '@platform/domain';
import { ConsumerRegistry, Retention } from '@platform/messaging';
import { Recovery } from '@platform/recovery';

import type { Asked } from '../participation/asked.js';
import { type ListSagas, type OpenSagaView, type SagaCounts, SagaRuntime } from '../saga-runtime.js';
import { CoordinationSetup } from './coordination-setup.js';
import { SagaOperations } from './saga-operations.js';
import { sagaSweeps } from './saga-sweeps.js';

/** Executes sagas over messages, by choreography or by orchestration: what this process's modules have to do with them. */
@Injectable()
export class CoordinatedRuntime
  extends SagaRuntime
  implements OnApplicationBootstrap, BeforeApplicationShutdown
{
  private readonly stopping = new AbortController();
  private readonly operations: readonly SagaOperations[];

  constructor(
    @Inject(CoordinationSetup) private readonly setup: CoordinationSetup,
    consumers: ConsumerRegistry,
    retention: Retention,
    @Optional() recovery?: Recovery,
  ) {
    super();
    for (const part of setup.unfinished) recovery?.add(part);
    const { plans, participations, coordination } = setup;
    for (const consumer of coordination.consumers()) consumers.add(consumer);
    this.operations = participations.all.map(({ module, unit }) => {
      const isSubject = plans.all.some(({ subject }) => subject === module);
      for (const sweep of sagaSweeps(unit, plans.types, isSubject)) retention.add(module, sweep);
      return new SagaOperations(unit, isSubject);
    });
  }

  override async begin(
    type: string,
    sagaId: string,
    request: unknown,
  ): Promise<StepOutcome<unknown, unknown>> {
    const { plans, participations, coordination, signals } = this.setup;
    const plan = plans.latest(type);
    const { module, step, phase } = plan.first;
    const saga = { id: sagaId, type, version: plan.definition.version };
    const asked: Asked = { saga, step, phase, context: plan.definition.start(sagaId, request) };
    const participation = participations.of(module);
    return participation.unit.run(async () => {
      const outcome = await participation.begin(asked);
      if (outcome.outcome !== 'done') return outcome;
      await coordination.begun(module, { asked, verdict: outcome });
      participation.unit.afterCommit(() => signals.expect(sagaId));
      return outcome;
    });
  }

  override settled(sagaId: string, ms: number): Promise<void> {
    return this.setup.signals.wait(sagaId, ms, this.stopping.signal);
  }

  override async pending(): Promise<SagaCounts> {
    const counts = await Promise.all(this.operations.map((operations) => operations.counts()));
    return {
      pending: counts.reduce((sum, { pending }) => sum + pending, 0),
      needsAttention: counts.reduce((sum, { needsAttention }) => sum + needsAttention, 0),
    };
  }

  override async list(options: ListSagas = {}): Promise<OpenSagaView[]> {
    return (await Promise.all(this.operations.map((operations) => operations.list(options)))).flat();
  }

  override async retry(sagaId: string): Promise<number> {
    const due = await Promise.all(this.operations.map((operations) => operations.retry(sagaId)));
    for (const worker of this.setup.workers) worker.wake();
    return due.reduce((sum, count) => sum + count, 0);
  }

  override async remember(module: string): Promise<void> {
    const { participations, coordination } = this.setup;
    if (participations.has(module)) await coordination.remember(module);
  }

  onApplicationBootstrap(): void {
    for (const worker of this.setup.workers) worker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.setup.workers.map((worker) => worker.stop()));
  }
}
