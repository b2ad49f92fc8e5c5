import type { UnitOfWork } from '@platform/persistence';

import type { LogCursor } from '../log/log-reader.js';

/** A message as a stress test sees it. */
export interface Seen {
  readonly id: string;
  readonly streamId: string;
  readonly version: number;
}

/** Something that reads on from where it left off. */
export interface StressReader {
  readonly name: string;
  /** The next messages, in the order the reader believes in. */
  next(): Promise<readonly Seen[]>;
}

type Row = Seen & LogCursor;

abstract class CursorReader implements StressReader {
  abstract readonly name: string;
  protected cursor: LogCursor = { ord: 0, position: 0 };

  constructor(protected readonly unit: UnitOfWork) {}

  async next(): Promise<readonly Seen[]> {
    const rows = await this.unit.read(() =>
      this.unit.query<Row>(this.sql, [this.cursor.ord, this.cursor.position]),
    );
    this.cursor = rows.at(-1) ?? this.cursor;
    return rows;
  }

  protected abstract get sql(): string;

  protected select(ord: string, condition: string): string {
    return `SELECT event_id AS id, stream_id AS "streamId", version, ${ord} AS ord, position
      FROM "${this.unit.schema}".event e WHERE ${condition}`;
  }
}

/** Reads by position alone: a message whose transaction commits after one with a higher position is never seen. */
export class PositionCursorReader extends CursorReader {
  override readonly name = 'position cursor';

  protected override get sql(): string {
    return `${this.select('0::bigint', 'position > $2::bigint AND $1::bigint = 0')} ORDER BY position LIMIT 200`;
  }
}

/**
 * Reads by the writer's own transaction id and position, below the oldest running transaction: sees every message, but a
 * transaction that began early and appended late comes before those it should follow.
 */
export class TransactionIdReader extends CursorReader {
  override readonly name = 'own transaction id';

  protected override get sql(): string {
    // The row's xmin is the id of the transaction that wrote it, which is what this technique stamps.
    const xid = 'e.xmin::text::bigint';
    return `${this.select(
      xid,
      `(${xid}, position) > ($1, $2) AND ${xid} < pg_snapshot_xmin(pg_current_snapshot())::text::bigint`,
    )} ORDER BY ${xid}, position LIMIT 200`;
  }
}
