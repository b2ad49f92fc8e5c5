import { Logger } from '@nestjs/common';
import type { Databases, UnitOfWork } from '@platform/persistence';

import { MARKS_DAYS_MORE, purgeInbox } from '../delivery/purge-inbox.js';
import { dropPassed, ensurePartitions } from '../log/partitions.js';
import { purgeStreamHeads } from '../log/purge-stream-heads.js';
import type { HostedModules } from './hosted-modules.js';
import type { Retention, Sweep } from './retention.js';

const EVERY_MS = 6 * 60 * 60 * 1_000;
/** The first sweep is not in the way of those who wait for a start. */
const FIRST_SWEEP_MS = 60_000;
const DEFAULT_RETENTION_DAYS = 7;

/**
 * Makes the log's partitions ahead of time and removes what is old and needed by no one. A log that is kept for good has no
 * partitions but the default one: whoever reads a stream would have to look into each of them.
 */
export class Maintenance {
  private readonly logger = new Logger('Messaging');
  private readonly stopping = new AbortController();
  private timers: readonly NodeJS.Timeout[] = [];
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly databases: Databases,
    private readonly hosted: HostedModules,
    private readonly outletNames: (module: string) => readonly string[],
    private readonly retention: Retention,
    private readonly retentionDays = DEFAULT_RETENTION_DAYS,
    /** Whether inbox marks of events are kept for good: an archive could bring again what they say was handled. */
    private readonly keepMarks = false,
  ) {}

  /** Resolves when there are partitions for what is written from now on. */
  async prepare(): Promise<void> {
    await this.makePartitions();
  }

  /** Rounds begin: not before the transport has its outlets, as what they have not passed would be taken for passed. */
  start(): void {
    if (this.stopping.signal.aborted) return;
    const round = (): void => {
      this.running = this.running.then(() => this.makePartitions()).then(() => this.sweep());
    };
    this.timers = [setTimeout(round, FIRST_SWEEP_MS), setInterval(round, EVERY_MS)];
    for (const timer of this.timers) timer.unref();
  }

  /** Resolves when what is in hand is finished. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    this.stopping.abort();
    await this.running;
  }

  /** One round over all modules, one after another: there is no hurry. */
  async sweep(): Promise<void> {
    for (const module of this.hosted.all) {
      const unit = this.databases.unitOfWork(module);
      for (const sweep of [...this.ownSweeps(unit), ...this.retention.of(module)]) {
        if (this.stopping.signal.aborted) return;
        await this.attempt(unit, () => sweep(this.retentionDays, this.stopping.signal));
      }
    }
  }

  private ownSweeps(unit: UnitOfWork): Sweep[] {
    const kept = this.keepMarks ? (['events'] as const) : [];
    const ofInbox: Sweep = (days, signal) => purgeInbox(unit, days + MARKS_DAYS_MORE, signal, kept);
    if (this.hosted.keepsLog(unit.module)) return [ofInbox];
    return [
      (days) => dropPassed(unit, this.outletNames(unit.module), days),
      ofInbox,
      (days, signal) => purgeStreamHeads(unit, days, signal),
    ];
  }

  private async makePartitions(): Promise<void> {
    const passing = this.hosted.all.filter((module) => !this.hosted.keepsLog(module));
    const units = passing.map((module) => this.databases.unitOfWork(module));
    await Promise.all(units.map((unit) => this.attempt(unit, () => ensurePartitions(unit))));
  }

  /** The default partition takes what has no partition yet, and what is old can wait: the next round tries again. */
  private async attempt(unit: UnitOfWork, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn(`Maintenance of the tables of "${unit.module}" failed: ${String(error)}`);
    }
  }
}
