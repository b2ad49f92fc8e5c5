import { Logger } from '@nestjs/common';
import { ensureLogBase, type EventArchive, ON_THIS_SERVER, type PlaceInModule } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';
import { setTimeout as after } from 'node:timers/promises';

import type { InlineProjections } from '../inline/inline-projections.js';
import { ArchivedTail } from './archived-tail.js';
import { LogRefillError } from './errors.js';

export interface Refilled {
  readonly module: string;
  readonly events: number;
}

const CLAIM_S = 30;
const RENEW_MS = 10_000;
const LOOK_MS = 200;
const PAUSE_MS = { first: 500, longest: 10_000 };

/**
 * Gives a module that is kept as events back what the archive has of it and its log has not: after its database was restored from
 * an older dump. To be run before the module accepts writes, and before its relay and its projections look at the log.
 *
 * That a log was set back is seen by the cluster that it is on: a dump that is restored comes to another one, whereas moving a
 * module settles its log there. A row in the module's schema says so until everything is back, however often the process dies
 * on the way; only one process at a time works on it, and others wait. Everything is done in transactions of a page each, and
 * doing a page again appends nothing.
 */
export class LogRefill {
  private readonly logger = new Logger('Refill');
  private readonly tail: ArchivedTail;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly inline: Pick<InlineProjections, 'rebuild'>,
  ) {
    this.tail = new ArchivedTail(unit);
  }

  get module(): string {
    return this.unit.module;
  }

  /** Whether the log was set back, and has not got everything back. Notes it. */
  async isDue(): Promise<boolean> {
    const s = `"${this.unit.schema}"`;
    return this.unit.run(async () => {
      // A log that nothing was ever written to was tied to no server.
      const [base] = await this.unit.query<{ isOther: boolean }>(
        `SELECT system_identifier <> (SELECT system_identifier FROM pg_control_system()) AS "isOther"
           FROM ${s}.log_base WHERE NOT ${ON_THIS_SERVER}`,
      );
      if (base?.isOther) await this.note();
      return (await this.unit.query(`SELECT FROM ${s}.log_refill`)).length > 0;
    });
  }

  /** Has the log compared with the archive by the next {@link untilDone}, whatever cluster it is on. */
  async request(): Promise<void> {
    await this.unit.run(() => this.note());
  }

  /**
   * Resolves when the log has everything that the archive has of it, at once when it was not set back.
   * @throws LogRefillError when that cannot be; Error when `signal` ends it
   */
  async untilDone(archive: EventArchive, signal?: AbortSignal): Promise<Refilled | undefined> {
    for (let pause = PAUSE_MS.first; await this.isDue(); pause = Math.min(2 * pause, PAUSE_MS.longest)) {
      signal?.throwIfAborted();
      if (!(await this.claim())) {
        await after(LOOK_MS, undefined, { signal });
        continue;
      }
      try {
        return await this.attempt(archive);
      } catch (error) {
        if (error instanceof LogRefillError) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        this.logger.warn(`"${this.module}" was set back and waits for what the archive has of it: ${reason}`);
        await after(pause, undefined, { signal });
      } finally {
        await this.release().catch(() => undefined);
      }
    }
    return undefined;
  }

  private async attempt(archive: EventArchive): Promise<Refilled> {
    const renewing = setInterval(() => void this.claim(true).catch(() => undefined), RENEW_MS);
    try {
      await ensureLogBase(this.unit);
      await archive.incomplete(this.module);
      const events = await this.appendAll(archive);
      await this.inline.rebuild();
      await this.unit.run(() => this.unit.query(`DELETE FROM "${this.unit.schema}".log_refill`));
      this.logger.log(`"${this.module}" was set back and has got back ${events} events from the archive.`);
      return { module: this.module, events };
    } finally {
      clearInterval(renewing);
    }
  }

  private async appendAll(archive: EventArchive): Promise<number> {
    let events = 0;
    let place: PlaceInModule | undefined;
    do {
      const page = await archive.events(this.module, {}, place);
      events += await this.unit.run(() => this.tail.append(page.items));
      place = page.next;
    } while (place);
    return events;
  }

  private async note(): Promise<void> {
    await this.unit.query(
      `INSERT INTO "${this.unit.schema}".log_refill (only_row) VALUES (true) ON CONFLICT DO NOTHING`,
    );
  }

  private async claim(isMine = false): Promise<boolean> {
    const claimed = await this.unit.run(() =>
      this.unit.query(
        `UPDATE "${this.unit.schema}".log_refill
            SET claimed_until = statement_timestamp() + interval '${CLAIM_S} seconds'
          WHERE $1 OR claimed_until < statement_timestamp() RETURNING 1`,
        [isMine],
      ),
    );
    return claimed.length > 0;
  }

  private async release(): Promise<void> {
    await this.unit.run(() =>
      this.unit.query(`UPDATE "${this.unit.schema}".log_refill SET claimed_until = '-infinity'`),
    );
  }
}
