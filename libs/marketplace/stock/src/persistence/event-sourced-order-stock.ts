import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import { OrderStock, type ReservationLine, type StockOfOrder } from '../domain/order-stock.js';
import type { Stock } from '../domain/stock.js';
import { recordDropped } from './record-dropped.js';
import { ReservationLines } from './reservation-lines.js';
import { stockStreams, type StockStreams } from './stock-streams.js';

/**
 * A handful of statements a command, whatever the number of products. Heads are locked in the order of the products, so pieces
 * cannot be promised twice; an order's lines are an inline projection.
 */
@Injectable()
export class EventSourcedOrderStock extends OrderStock {
  private readonly streams: StockStreams;
  private readonly lines: ReservationLines;

  constructor(
    unit: UnitOfWork,
    private readonly log: EventLog,
  ) {
    super();
    this.streams = stockStreams(unit, log);
    this.lines = new ReservationLines(unit);
  }

  override async load(orderId: string, productIds: readonly string[]): Promise<StockOfOrder> {
    // Sent together, in this order: who waited for the heads sees the lines that the one before has written.
    const [stocks, lines] = await Promise.all([this.streams.load(productIds), this.lines.ofOrder(orderId)]);
    return { stocks, lines };
  }

  override async loadReserved(orderId: string): Promise<StockOfOrder> {
    const lines = await this.lines.reservedFor(orderId);
    if (lines.length === 0) return { stocks: new Map(), lines };
    return { stocks: await this.streams.load(lines.map(({ productId }) => productId)), lines };
  }

  override saveReserved(
    orderId: string,
    stocks: Iterable<Stock>,
    dropped: readonly ReservationLine[],
  ): Promise<void> {
    const reserved = [...stocks].flatMap((stock) => this.streams.save(stock));
    this.lines.follow([...reserved, ...recordDropped(this.log, orderId, dropped)]);
    return Promise.resolve();
  }

  override saveSettled(_orderId: string, stocks: Iterable<Stock>): Promise<void> {
    this.lines.follow([...stocks].flatMap((stock) => this.streams.save(stock)));
    return Promise.resolve();
  }
}
