import type { UnitOfWork } from '@platform/persistence';

import type { LogCursor } from '../log/log-reader.js';
import { LeaseLostError } from './relay-lease.js';

/** How far each outlet of a log has come. Written by the holder of the relay lease, under its epoch. */
export class ReaderCursors {
  private readonly openSql: string;
  private readonly saveSql: string;

  constructor(private readonly unit: UnitOfWork) {
    const table = `"${unit.schema}".reader_cursor`;
    this.openSql = `INSERT INTO ${table} AS c (outlet, ord, position, epoch) VALUES ($1, 0, 0, $2)
      ON CONFLICT (outlet) DO UPDATE SET epoch = excluded.epoch WHERE c.epoch <= excluded.epoch RETURNING ord, position`;
    // A checkpoint that is lost with the server's memory costs a few duplicates, which the inbox knows: no wait for the disk.
    this.saveSql = `UPDATE ${table} SET ord = $3, position = $4
      WHERE outlet = $1 AND epoch = $2 AND set_config('synchronous_commit', 'off', true) = 'off' RETURNING 1`;
  }

  /** Where `outlet` goes on; an outlet that was never seen starts with the oldest message. @throws LeaseLostError */
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
