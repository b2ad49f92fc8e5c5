import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { ConcurrentChangeError, UnitOfWork } from '@platform/persistence';

import { OrderStock, type ReservationLine, type StockOfOrder } from '../domain/order-stock.js';
import type { Stock } from '../domain/stock.js';
import { LOAD, LOAD_RESERVED, RESERVE, SETTLE } from './order-stock.sql.js';
import { recordDropped } from './record-dropped.js';
import { restoreStock, type StockRow } from './stock-row.js';

/** A product's stock and its line of the order: at least one of the two. */
type Row = { readonly productId: string } & (StockRow | { readonly version: null }) &
  (
    | { readonly lineQuantity: number; readonly lineStatus: ReservationLine['status'] }
    | { readonly lineQuantity: null; readonly lineStatus: null }
  );

/** Two statements a command, whatever the number of products: one locks and reads, one moves and books. */
@Injectable()
export class SqlOrderStock extends OrderStock {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly log: EventLog,
  ) {
    super();
  }

  override async load(orderId: string, productIds: readonly string[]): Promise<StockOfOrder> {
    return stockOfOrder(orderId, await this.unit.query<Row>(LOAD, [orderId, productIds]));
  }

  override async loadReserved(orderId: string): Promise<StockOfOrder> {
    return stockOfOrder(orderId, await this.unit.query<Row>(LOAD_RESERVED, [orderId]));
  }

  override saveReserved(
    orderId: string,
    stocks: Iterable<Stock>,
    dropped: readonly ReservationLine[],
  ): Promise<void> {
    const reserved = this.record(stocks).map(([productId, quantity]): ReservationLine => ({
      productId,
      quantity,
      status: 'held',
    }));
    const lines = [...reserved, ...dropped];
    const parameters = [
      orderId,
      lines.map(({ productId }) => productId),
      lines.map(({ quantity }) => quantity),
      lines.map(({ status }) => status),
    ];
    recordDropped(this.log, orderId, dropped);
    this.unit.write(RESERVE, parameters, (rows) => {
      const [counts] = rows as { lines: number; moved: number }[];
      // The order's rows are not locked before they exist: the same command, carried out at once, may have been faster.
      if (counts?.lines !== lines.length || counts.moved !== reserved.length)
        throw new ConcurrentChangeError('reservation');
    });
    return Promise.resolve();
  }

  override saveSettled(
    orderId: string,
    stocks: Iterable<Stock>,
    status: 'released' | 'confirmed',
  ): Promise<void> {
    const settled = this.record(stocks);
    if (settled.length === 0) return Promise.resolve();
    this.unit.write(SETTLE[status], [orderId, settled.map(([productId]) => productId)], (moved) => {
      if (moved.length !== settled.length) throw new ConcurrentChangeError('reservation');
    });
    return Promise.resolve();
  }

  /** Appends what was recorded to the log. @returns product and quantity of each event */
  private record(stocks: Iterable<Stock>): [productId: string, quantity: number][] {
    const moved: [string, number][] = [];
    for (const stock of stocks) {
      const events = stock.pullEvents();
      if (events.length === 0) continue;
      this.log.append(`stock-${stock.id}`, events);
      for (const { data } of events) if ('quantity' in data) moved.push([stock.id, data.quantity]);
    }
    return moved;
  }
}

function stockOfOrder(orderId: string, rows: readonly Row[]): StockOfOrder {
  const stocks = new Map<string, Stock>();
  const lines: ReservationLine[] = [];
  for (const row of rows) {
    const { productId, lineQuantity: quantity, lineStatus: status } = row;
    if (quantity !== null) lines.push({ productId, quantity, status });
    if (row.version === null) continue;
    stocks.set(productId, restoreStock(row, status === 'held' ? { [orderId]: quantity } : {}));
  }
  return { stocks, lines };
}
