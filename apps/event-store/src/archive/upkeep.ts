import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { ensurePartitions } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

const EVERY_MS = 6 * 60 * 60 * 1_000;

/** Makes the archive's partitions ahead of time. It never drops one. */
@Injectable()
export class Upkeep implements OnModuleDestroy {
  private readonly logger = new Logger('Archive');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly unit: UnitOfWork) {}

  /** Resolves when there are partitions for what is archived from now on. */
  async start(): Promise<void> {
    this.timer = setInterval(() => {
      this.running = this.makePartitions();
    }, EVERY_MS);
    this.timer.unref();
    await this.makePartitions();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** What has no partition of its own yet goes into the default one. */
  private async makePartitions(): Promise<void> {
    await ensurePartitions(this.unit, undefined, 'archived_on').catch((error: unknown) => {
      this.logger.warn(`Partitions of the archive could not be made: ${String(error)}`);
    });
  }
}
