import type { UnitOfWork } from '@platform/persistence';

import type { LogCursor } from '../log/log-reader.js';
import { LeaseLostError } from './relay-lease.js';

/** The name under which a log keeps where outlets begin that it has never seen; without such a row, with its oldest message. */
const BEGINNING = '*';

/** SQL that joins, as `c`, where the outlet `o.outlet` stands or will begin; no row for the oldest message. */
export function joinCursor(quotedSchema: string): string {
  return `LEFT JOIN LATERAL (SELECT ord, position FROM ${quotedSchema}.reader_cursor
    WHERE outlet IN (o.outlet, '${BEGINNING}') ORDER BY outlet = '${BEGINNING}' LIMIT 1) c ON true`;
}

/** How far each outlet of a log has come. Written by the holder of the relay lease, under its epoch. */
export class ReaderCursors {
  private readonly openSql: string;
  private readonly saveSql: string;

  constructor(private readonly unit: UnitOfWork) {
    const table = `"${unit.schema}".reader_cursor`;
    this.openSql = `INSERT INTO ${table} AS c (outlet, ord, position, epoch)
      SELECT o.outlet, coalesce(c.ord, 0), coalesce(c.position, 0), $2
        FROM (SELECT $1::text AS outlet) o ${joinCursor(`"${unit.schema}"`)}
      ON CONFLICT (outlet) DO UPDATE SET epoch = excluded.epoch WHERE c.epoch <= excluded.epoch RETURNING ord, position`;
    // A checkpoint that is lost with the server's memory costs a few duplicates, which the inbox knows: no wait for the disk.
    this.saveSql = `UPDATE ${table} SET ord = $3, position = $4
      WHERE outlet = $1 AND epoch = $2 AND set_config('synchronous_commit', 'off', true) = 'off' RETURNING 1`;
  }

  /** Where `outlet` goes on; one that was never seen at the log's {@link restartOutlets beginning}. @throws LeaseLostError */
  async open(outlet: string, epoch: number): Promise<LogCursor> {
    const [cursor] = await this.unit.run(() => this.unit.query<LogCursor>(this.openSql, [outlet, epoch]));
    if (!cursor) throw new LeaseLostError(this.unit.module);
    return cursor;
  }

  /** Inside a unit of work. @throws LeaseLostError */
  async save(outlet: string, epoch: number, { ord, position }: LogCursor): Promise<void> {
    const saved = await this.unit.query(this.saveSql, [outlet, epoch, ord, position]);
    if (saved.length === 0) throw new LeaseLostError(this.unit.module);
  }
}

/**
 * Lets every outlet, whatever it is called, begin after what the log holds now. Inside a unit of work, while no relay runs and
 * everything was delivered to everyone: what is skipped is never delivered again.
 */
export async function restartOutlets(unit: UnitOfWork): Promise<void> {
  const s = `"${unit.schema}"`;
  await unit.query(`DELETE FROM ${s}.reader_cursor`);
  await unit.query(
    `INSERT INTO ${s}.reader_cursor (outlet, ord, position, epoch)
     SELECT $1, ord, position, 0 FROM ${s}.event ORDER BY ord DESC, position DESC LIMIT 1`,
    [BEGINNING],
  );
}
