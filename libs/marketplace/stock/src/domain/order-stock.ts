import type { DropReason } from '../contract/index.js';
import type { Stock } from './stock.js';

/** What became of one item of an order. A `held` one ends `released` or `confirmed`. */
export interface ReservationLine {
  readonly productId: string;
  readonly quantity: number;
  readonly status: 'held' | 'released' | 'confirmed' | DropReason;
}

export interface StockOfOrder {
  /** Of each product that is known; locked in the order of the ids, so that two orders cannot wait for each other. */
  readonly stocks: ReadonlyMap<string, Stock>;
  /** What the order was answered before; none when it has not asked yet. */
  readonly lines: readonly ReservationLine[];
}

/** Stock on behalf of one order: a reservation is a lock with an owner. Every method works in the current unit of work. */
export abstract class OrderStock {
  /** The stock of these products, and what the order was answered before. */
  abstract load(orderId: string, productIds: readonly string[]): Promise<StockOfOrder>;

  /** The stock of the products that were ever reserved for the order. */
  abstract loadReserved(orderId: string): Promise<StockOfOrder>;

  /** Keeps what was reserved and what was `dropped`, the order's first answer, and appends it to the log. */
  abstract saveReserved(
    orderId: string,
    stocks: Iterable<Stock>,
    dropped: readonly ReservationLine[],
  ): Promise<void>;

  /** Keeps what was released or confirmed, and appends it to the log. */
  abstract saveSettled(
    orderId: string,
    stocks: Iterable<Stock>,
    status: 'released' | 'confirmed',
  ): Promise<void>;
}
