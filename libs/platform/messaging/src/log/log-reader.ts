import type { UnitOfWork } from '@platform/persistence';

import type { RecordedMessage } from '../envelope/message.js';
import { MESSAGE_COLUMNS, type RecordedRow, toRecordedMessage } from './recorded-row.js';

/** A place in a log: after the message with this `ord` and `position`. */
export interface LogCursor {
  readonly ord: number;
  readonly position: number;
}

/** Message types that a reader wants the content of. */
export type WantedTypes = ReadonlySet<string> | 'all';

export const LOG_START: LogCursor = { ord: 0, position: 0 };

export interface LogSlice {
  /** In log order, those of the wanted types only. */
  readonly messages: readonly RecordedMessage[];
  /** After everything that was looked at, wanted or not. */
  readonly next: LogCursor;
  /** How many messages were looked at; fewer than the limit at the end of the log. */
  readonly scanned: number;
}

/** A stream and its last version. */
export interface StreamHead {
  readonly streamId: string;
  readonly version: number;
}

/** Condition on `event` under which a message is settled: nothing can be committed before it any more. */
export function settled(schema: string): string {
  // Both sides of the comparison come from the statement's own snapshot; two statements would open a gap.
  return `ord < (SELECT base FROM "${schema}".log_base) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint`;
}

/** Reads one module's log in an order in which nothing is ever added behind the reader. */
export class LogReader {
  private readonly sql: string;
  private readonly streamSql: string;
  private readonly streamsSql: string;

  constructor(private readonly unit: UnitOfWork) {
    const wanted = (column: string) => `CASE WHEN $4::text[] IS NULL OR type = ANY($4) THEN ${column} END`;
    this.sql = `SELECT ${MESSAGE_COLUMNS.replace('data::text', wanted('data::text')).replace('meta,', `${wanted('meta')} AS meta,`)},
        ord, position
      FROM "${unit.schema}".event
      WHERE (ord, position) > ($1, $2) AND ${settled(unit.schema)}
      ORDER BY ord, position LIMIT $3`;
    this.streamSql = `SELECT ${MESSAGE_COLUMNS} FROM "${unit.schema}".event
      WHERE stream_id = $1 AND version BETWEEN $2 AND $3 AND channel = 'events' ORDER BY version LIMIT $4`;
    // One look into the log for each stream, however long it is.
    this.streamsSql = `SELECT h.stream_id AS "streamId", h.version
      FROM "${unit.schema}".stream_head h CROSS JOIN LATERAL (
        SELECT FROM "${unit.schema}".event e WHERE e.stream_id = h.stream_id AND e.version = h.version
           AND e.channel = 'events' AND e.recorded_at < statement_timestamp() - $3 * interval '1 second' LIMIT 1) last
      WHERE h.stream_id > $1 ORDER BY h.stream_id LIMIT $2`;
  }

  /**
   * Inside a unit of work of the log's module: up to `limit` events of one stream by version, as they were recorded. Those of
   * days that were dropped are not among them.
   */
  async stream(streamId: string, from: number, to: number, limit: number): Promise<RecordedMessage[]> {
    const rows = await this.unit.query<RecordedRow>(this.streamSql, [streamId, from, to, limit]);
    return rows.map((row) => toRecordedMessage(this.unit.module, row));
  }

  /**
   * Inside a unit of work of the log's module: up to `limit` streams of events whose ids come after `after`. Left out are those
   * whose last event was dropped, and those where it is younger than `ageSeconds`: it may still be on its way.
   */
  streams(after: string, limit: number, ageSeconds: number): Promise<StreamHead[]> {
    return this.unit.query<StreamHead>(this.streamsSql, [after, limit, ageSeconds]);
  }

  /** Inside a unit of work of the log's module: up to `limit` messages after `cursor`. */
  async read(cursor: LogCursor, limit: number, types: WantedTypes): Promise<LogSlice> {
    const rows = await this.unit.query<RecordedRow & LogCursor>(this.sql, [
      cursor.ord,
      cursor.position,
      limit,
      types === 'all' ? null : [...types],
    ]);
    const last = rows.at(-1);
    return {
      messages: rows
        .filter(({ type }) => types === 'all' || types.has(type))
        .map((row) => toRecordedMessage(this.unit.module, row)),
      next: last ? { ord: last.ord, position: last.position } : cursor,
      scanned: rows.length,
    };
  }
}
