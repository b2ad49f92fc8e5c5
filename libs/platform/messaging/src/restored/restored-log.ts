import { newId } from '@platform/domain';
import type { UnitOfWork } from '@platform/persistence';

import { ensureLogBase, restored } from '../log/log-base.js';

const CLAIM_S = 30;
const RENEW_MS = 10_000;
const CLAIM_END = `statement_timestamp() + interval '${CLAIM_S} seconds'`;

/**
 * Inside a unit of work: whoever settles the log is still the one who does. Nobody else can take that over before the unit ends.
 * @throws once another process has
 */
export type StillMine = () => Promise<void>;

export interface Restore {
  readonly restoredAt: Date;
  readonly settledAt: Date | undefined;
}

/**
 * Says whether a module's log comes from a dump and has not been settled since: heads of its streams may stand before versions that
 * others know, so nothing may be written to it. It is seen by the cluster: a dump that is restored comes to another one, whereas
 * moving a module settles its log there. Kept in the module's schema, however often the process dies on the way.
 */
export class RestoredLog {
  constructor(private readonly unit: UnitOfWork) {}

  /** Whether it is to be settled before anything is written. */
  async isDue(): Promise<boolean> {
    const restore = await this.restore();
    return restore !== undefined && restore.settledAt === undefined;
  }

  /** When it was last found to come from a dump, and when it was settled since; undefined when it never was. */
  async restore(): Promise<Restore | undefined> {
    await ensureLogBase(this.unit);
    const [row] = await this.unit.read(() =>
      this.unit.query<{ restored: string; settled: string | null }>(
        `SELECT restored_at AS restored, settled_at AS settled FROM ${this.table} WHERE restored_at IS NOT NULL`,
      ),
    );
    return (
      row && {
        restoredAt: new Date(row.restored),
        settledAt: row.settled === null ? undefined : new Date(row.settled),
      }
    );
  }

  /** A person knows that it was restored, though the cluster is the same. Who was at settling it before is not any more. */
  async note(): Promise<void> {
    await ensureLogBase(this.unit);
    const changes = Object.entries(restored(this.unit)).map(([column, value]) => `${column} = ${value}`);
    await this.unit.run(() => this.unit.query(`UPDATE ${this.table} b SET ${changes.join(', ')}`));
  }

  /**
   * Settles it by `work`, which only one process does at a time and which may be begun again after half of it. A process that stood
   * still for longer than its claim lasts goes on afterwards, beside the next one: what may not be done by both asks `stillMine`.
   * @returns what came of it; undefined when another process is at it, or has been
   */
  async settle<T>(work: (stillMine: StillMine) => Promise<T>): Promise<{ readonly of: T } | undefined> {
    const me = newId();
    if (!(await this.isDue()) || !(await this.claim(me))) return undefined;
    const renewing = setInterval(() => void this.renew(me).catch(() => undefined), RENEW_MS);
    try {
      const of = await work(() => this.assertMine(me));
      await this.unit.run(async () => {
        await this.assertMine(me);
        await this.unit.query(`UPDATE ${this.table} SET settled_at = statement_timestamp()`);
      });
      return { of };
    } finally {
      clearInterval(renewing);
      await this.unit
        .run(() =>
          this.unit.query(`UPDATE ${this.table} SET claimed_until = '-infinity' WHERE claimed_by = $1`, [me]),
        )
        .catch(() => undefined);
    }
  }

  private async claim(me: string): Promise<boolean> {
    const claimed = await this.unit.run(() =>
      this.unit.query(
        `UPDATE ${this.table} SET claimed_by = $1, claimed_until = ${CLAIM_END}
          WHERE settled_at IS NULL AND claimed_until < statement_timestamp() RETURNING 1`,
        [me],
      ),
    );
    return claimed.length > 0;
  }

  private async renew(me: string): Promise<void> {
    await this.unit.run(() =>
      this.unit.query(`UPDATE ${this.table} SET claimed_until = ${CLAIM_END} WHERE claimed_by = $1`, [me]),
    );
  }

  private async assertMine(me: string): Promise<void> {
    const rows = await this.unit.query(
      `SELECT FROM ${this.table} WHERE claimed_by = $1 AND settled_at IS NULL FOR SHARE`,
      [me],
    );
    if (rows.length === 0)
      throw new Error(`another process has taken over what "${this.unit.module}" gets back`);
  }

  private get table(): string {
    return `"${this.unit.schema}".log_base`;
  }
}
