import { Injectable } from '@nestjs/common';
import { componentLogger, counter, histogram } from '@platform/observability';
import { isInfrastructureError } from '@platform/persistence';
import { SagaObserver, type SagaEnd } from '@platform/saga';

const ended = counter({
  name: 'whereabouts_sagas_ended_total',
  help: 'Sagas that this process executed, by how they ended and, when they failed, at which step.',
  labels: ['saga', 'outcome', 'failed_at'],
});
const duration = histogram({
  name: 'whereabouts_saga_duration_seconds',
  help: 'From taking up a saga to its outcome.',
  labels: ['saga', 'outcome'],
  buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
});
const takenOver = counter({
  name: 'whereabouts_sagas_taken_over_total',
  help: 'Sagas whose process had died.',
  labels: ['saga'],
});

/** Puts what happens to sagas into logs and metrics. */
@Injectable()
export class SagaReporter extends SagaObserver {
  private readonly logger = componentLogger('saga');

  override ended(saga: string, _sagaId: string, end: SagaEnd, durationMs: number): void {
    const { outcome } = end;
    ended.inc({ saga, outcome, failed_at: end.outcome === 'failed' ? end.failedAt : '' });
    duration.observe({ saga, outcome }, durationMs / 1_000);
  }

  override takenOver(saga: string, sagaId: string): void {
    takenOver.inc({ saga });
    this.logger.info({ saga, sagaId }, 'took over a saga whose process had died');
  }

  override failed(saga: string, sagaId: string | undefined, error: unknown): void {
    // A database that is away is expected to come back; anything else is somebody's bug, and worth its stack.
    if (isInfrastructureError(error))
      this.logger.warn(
        { saga, sagaId, reason: String(error) },
        'cannot go on with a saga yet, will try again',
      );
    else this.logger.error({ saga, sagaId, err: error }, 'a saga broke and will be tried again');
  }
}
