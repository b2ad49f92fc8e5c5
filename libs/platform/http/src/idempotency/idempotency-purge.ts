import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { componentLogger } from '@platform/observability';
import type { UnitOfWork } from '@platform/persistence';
import { type IdempotencyStore, KEEP_DAYS } from './idempotency-store.js';

const EVERY_MS = 3_600_000;
const CHUNK = 1000;

/** Deletes old keys once an hour, in chunks. Several replicas doing so at once do no harm. */
export class IdempotencyPurge implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = componentLogger('idempotency');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: IdempotencyStore,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.purge().catch((error: unknown) => {
        this.log.warn(
          { err: error, module: this.unitOfWork.module },
          'Old idempotency keys could not be deleted; trying again in an hour.',
        );
      });
    }, EVERY_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Deletes all keys that are older than a week. */
  async purge(): Promise<void> {
    let deleted = CHUNK;
    while (deleted === CHUNK && !this.stopped) {
      deleted = await this.unitOfWork.run(() => this.store.purge(KEEP_DAYS, CHUNK));
    }
  }
}
