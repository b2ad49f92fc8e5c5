import { Logger } from '@nestjs/common';
import { type EventArchive, type PlaceInModule, RestoredLog, type StillMine } from '@platform/messaging';
import { type CrashPoints, NoCrashPoints, type UnitOfWork } from '@platform/persistence';
import { setTimeout as after } from 'node:timers/promises';

import type { InlineProjections } from '../inline/inline-projections.js';
import { ArchivedTail } from './archived-tail.js';
import { LogRefillError } from './errors.js';

export interface RefillOptions {
  readonly signal?: AbortSignal | undefined;
  /** What else is to be made of the events that came back, before anything is written. May be run again after half of it. */
  readonly then?: (module: string) => Promise<void>;
}

export interface Refilled {
  readonly module: string;
  readonly events: number;
}

const LOOK_MS = 200;
const PAUSE_MS = { first: 500, longest: 10_000 };

/**
 * Gives a module that is kept as events back what the archive has of it and its log has not: after its database was restored from
 * an older dump. To be run before the module accepts writes, and before its relay and its projections look at the log.
 *
 * The {@link RestoredLog} says so until everything is back. Everything is done in transactions of a page each, and doing a page
 * again appends nothing.
 */
export class LogRefill {
  private readonly logger = new Logger('Refill');
  private readonly tail: ArchivedTail;
  private readonly restored: RestoredLog;
  private got = 0;
  private reason: string | undefined;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly inline: Pick<InlineProjections, 'rebuild'>,
    private readonly crashPoints: CrashPoints = new NoCrashPoints(),
  ) {
    this.tail = new ArchivedTail(unit);
    this.restored = new RestoredLog(unit);
  }

  get module(): string {
    return this.unit.module;
  }

  /** Whether the log was set back, and has not got everything back. */
  isDue(): Promise<boolean> {
    return this.restored.isDue();
  }

  /**
   * Resolves when the log has everything that the archive has of it, at once when it was not set back.
   * @throws LogRefillError when that cannot be; Error when `signal` ends it
   */
  async untilDone(
    archive: EventArchive,
    { signal, then }: RefillOptions = {},
  ): Promise<Refilled | undefined> {
    for (let pause = PAUSE_MS.first; await this.isDue(); pause = Math.min(2 * pause, PAUSE_MS.longest)) {
      signal?.throwIfAborted();
      try {
        const work = (stillMine: StillMine) =>
          this.attempt(archive, stillMine, { signal, ...(then && { then }) });
        const settled = await this.restored.settle(work);
        if (settled) return this.done(settled.of);
        await after(LOOK_MS, undefined, { signal });
      } catch (error) {
        if (error instanceof LogRefillError) throw error;
        signal?.throwIfAborted();
        const reason = error instanceof Error ? error.message : String(error);
        this.reason = reason;
        this.logger.warn(`"${this.module}" was set back and waits for what the archive has of it: ${reason}`);
        await after(pause, undefined, { signal });
      }
    }
    return undefined;
  }

  /** How many events it has got back so far, by this process. */
  get progress(): number {
    return this.got;
  }

  /** Why it gets no further; undefined while it does. */
  get waitsFor(): string | undefined {
    return this.reason;
  }

  private async attempt(
    archive: EventArchive,
    stillMine: StillMine,
    { signal, then }: RefillOptions,
  ): Promise<number> {
    await archive.incomplete(this.module, undefined, signal);
    const events = await this.appendAll(archive, signal);
    await this.inline.rebuild(stillMine);
    await then?.(this.module);
    return events;
  }

  private async appendAll(archive: EventArchive, signal: AbortSignal | undefined): Promise<number> {
    this.got = 0;
    let place: PlaceInModule | undefined;
    do {
      const page = await archive.events(this.module, {}, place, signal);
      this.reason = undefined;
      this.got += await this.unit.run(() => this.tail.append(page.items));
      await this.crashPoints.reached('refill.appended');
      place = page.next;
    } while (place);
    return this.got;
  }

  private done(events: number): Refilled {
    this.logger.log(`"${this.module}" was set back and has got back ${events} events from the archive.`);
    return { module: this.module, events };
  }
}
