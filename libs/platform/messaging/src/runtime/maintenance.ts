import { Logger } from '@nestjs/common';
import type { Databases, UnitOfWork } from '@platform/persistence';

import { purgeInbox } from '../delivery/purge-inbox.js';
import { dropPassed, ensurePartitions } from '../log/partitions.js';
import type { HostedModules } from './hosted-modules.js';

const EVERY_MS = 6 * 60 * 60 * 1_000;
const DEFAULT_RETENTION_DAYS = 7;

/** Makes the log's partitions ahead of time and removes what is old and passed by everyone. */
export class Maintenance {
  private readonly logger = new Logger('Messaging');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly databases: Databases,
    private readonly hosted: HostedModules,
    private readonly outletNames: (module: string) => readonly string[],
    private readonly retentionDays = DEFAULT_RETENTION_DAYS,
  ) {}

  /** Resolves after the first round. */
  async start(): Promise<void> {
    this.timer = setInterval(() => void this.runAll(), EVERY_MS);
    this.timer.unref();
    await this.runAll();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async runAll(): Promise<void> {
    await Promise.all(this.hosted.all.map((module) => this.run(this.databases.unitOfWork(module))));
  }

  private async run(unit: UnitOfWork): Promise<void> {
    try {
      await ensurePartitions(unit);
      await dropPassed(unit, this.outletNames(unit.module), this.retentionDays);
      await purgeInbox(unit, this.retentionDays);
    } catch (error) {
      // The default partition takes what has no partition yet; the next round tries again.
      this.logger.warn(`Maintenance of the log of "${unit.module}" failed: ${String(error)}`);
    }
  }
}
