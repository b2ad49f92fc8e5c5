import type { UnitOfWork } from '@platform/persistence';

import { RestoredLogError } from '../log/errors.js';
import { ensureLogBase, ON_THIS_SERVER } from '../log/log-base.js';
import type { LogPolicy } from '../log/log-policy.js';

interface Seen {
  /** In µs, whatever the session's time zone; null when the log never came from a dump. */
  readonly restoredAt: string | null;
  readonly onThisServer: boolean;
}

/**
 * Keeps a process that lives through a restore from handling messages on the dump's inbox: what the transport brings next lies past
 * what was handled between dump and restore, which the inbox would pass over from then on. Whoever only listens appends nothing
 * by which the log would find out, and settling it by another process does not make up for it.
 */
export class RestoreGuard {
  private readonly sql: string;
  /** The restore that this process began after; undefined before its first lane was opened. */
  private begunAfter: string | null | undefined;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly policy: LogPolicy,
  ) {
    this.sql = `SELECT (extract(epoch FROM restored_at) * 1000000)::bigint::text AS "restoredAt", ${ON_THIS_SERVER} AS "onThisServer" FROM "${unit.schema}".log_base`;
  }

  /** Before the first message: from now on another restore is one that the process has lived through. */
  async begin(): Promise<void> {
    if (!this.policy.settledOnly || this.begunAfter !== undefined) return;
    await ensureLogBase(this.unit);
    const [seen] = await this.unit.read(() => this.unit.query<Seen>(this.sql));
    // Lanes are opened side by side, and the first look counts.
    this.begunAfter ??= seen?.restoredAt ?? null;
  }

  /**
   * In an open unit of work. The look travels with the statement that comes next.
   * @returns to be called when that is answered; it throws RestoredLogError when the database is not the one it was
   */
  look(): () => Promise<void> {
    if (!this.policy.settledOnly) return () => Promise.resolve();
    let seen: Seen | undefined;
    this.unit.write(this.sql, [], (rows) => {
      [seen] = rows as readonly Seen[];
    });
    return async () => {
      if (seen?.onThisServer !== true) {
        // By itself: what it locks would stay locked for as long as the handlers work, and be undone with what they did.
        await this.unit.apart(() => ensureLogBase(this.unit));
        [seen] = await this.unit.query<Seen>(this.sql);
      }
      if ((seen?.restoredAt ?? null) === (this.begunAfter ?? null)) return;
      const error = new RestoredLogError(this.unit.module);
      this.policy.onRestored(error);
      throw error;
    };
  }
}
