import type { InlineEvent, InlineProjection } from '@platform/event-sourcing';
import { ConcurrentChangeError, type UnitOfWork, type Verify } from '@platform/persistence';

import {
  StockConfirmed,
  type StockEvent,
  StockItemsDropped,
  StockReleased,
  StockReserved,
} from '../contract/index.js';
import type { ReservationLine } from '../domain/order-stock.js';

type LineEvent = StockEvent | StockItemsDropped;

interface Line extends ReservationLine {
  readonly orderId: string;
  /** When it was written, if that was before now. */
  readonly at?: string;
}

/**
 * Inline projection: which products an order was answered about and what became of each, which no product's stream tells. Asked
 * by every command on behalf of an order, so it is written with the events. A line that has ended is never written again.
 */
export class ReservationLines implements InlineProjection {
  readonly types = new Set(
    [StockReserved, StockReleased, StockConfirmed, StockItemsDropped].map(({ type }) => type),
  );
  private readonly writeSql: string;
  private readonly ofOrderSql: string;
  private readonly reservedSql: string;
  private readonly clearSql: string;

  constructor(private readonly unit: UnitOfWork) {
    const table = `"${unit.schema}".reservation`;
    const select = `SELECT product_id AS "productId", quantity, status FROM ${table} WHERE order_id = $1`;
    this.ofOrderSql = select;
    this.reservedSql = `${select} AND status IN ('held', 'released', 'confirmed') ORDER BY product_id FOR NO KEY UPDATE`;
    this.clearSql = `TRUNCATE ${table}`;
    this.writeSql = `
      INSERT INTO ${table} AS r (order_id, product_id, quantity, status, written_on)
      SELECT "orderId", "productId", quantity, status, coalesce(at::date, current_date)
        FROM json_to_recordset($1::json)
          AS line ("orderId" uuid, "productId" uuid, quantity integer, status text, at timestamptz)
       ORDER BY "orderId", "productId"
      ON CONFLICT (order_id, product_id) DO UPDATE SET status = excluded.status, written_on = excluded.written_on
        WHERE r.status = 'held'
      RETURNING 1`;
  }

  ofOrder(orderId: string): Promise<ReservationLine[]> {
    return this.unit.query<ReservationLine>(this.ofOrderSql, [orderId]);
  }

  /** Those of products that were ever reserved for the order, locked in the order of their ids. */
  reservedFor(orderId: string): Promise<ReservationLine[]> {
    return this.unit.query<ReservationLine>(this.reservedSql, [orderId]);
  }

  /** Follows what is being recorded. @throws later, ConcurrentChangeError when another unit was faster with one of the lines */
  follow(events: readonly LineEvent[]): void {
    const lines = linesOf(events);
    this.write(lines, (written) => {
      if (written.length !== lines.length) throw new ConcurrentChangeError('reservation');
    });
  }

  readonly apply = async (events: readonly InlineEvent[]): Promise<void> => {
    // Validated by the schemas of the module's own contract as they were read.
    this.write(linesOf(events as readonly (LineEvent & InlineEvent)[]));
    await this.unit.settled();
  };

  readonly clear = async (): Promise<void> => {
    await this.unit.query(this.clearSql);
  };

  private write(lines: readonly Line[], verify?: Verify): void {
    if (lines.length > 0) this.unit.write(this.writeSql, [JSON.stringify(lines)], verify);
  }
}

/** What the events say of each line, the last word only. */
function linesOf(events: readonly (LineEvent & Pick<InlineEvent, 'at'>)[]): Line[] {
  const lines = new Map<string, Line>();
  for (const event of events)
    for (const line of linesOfOne(event))
      lines.set(`${line.orderId} ${line.productId}`, {
        ...line,
        ...(event.at !== undefined && { at: event.at }),
      });
  return [...lines.values()];
}

function linesOfOne(event: LineEvent): Line[] {
  switch (event.type) {
    case 'stock.reserved':
      return [{ ...event.data, status: 'held' }];
    case 'stock.released':
      return [{ ...event.data, status: 'released' }];
    case 'stock.confirmed':
      return [{ ...event.data, status: 'confirmed' }];
    case 'stock.items-dropped': {
      const { orderId, items } = event.data;
      return items.map(({ reason: status, ...item }) => ({ orderId, ...item, status }));
    }
    default:
      return [];
  }
}
