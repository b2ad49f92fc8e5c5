import { AggregateRoot, DomainError } from '@platform/domain';

import type { DropReason, StockEvent } from '../contract/index.js';

export type ProductStatus = 'active' | 'deleted';

export interface StockState {
  /** The offer that the pieces are for. */
  readonly productVersion: number;
  readonly productStatus: ProductStatus;
  /** Pieces in stock, reserved ones included. */
  readonly available: number;
  readonly reserved: number;
  readonly orderCount: number;
  readonly yearToDate: number;
  /** Pieces that orders hold, by order: all of them after a replay; a row tells those of one order, when loaded on its behalf. */
  readonly held: Readonly<Record<string, number>>;
}

/** `behind`: the item is of a later offer, which stock has not heard of yet. */
export type Availability = 'available' | 'behind' | DropReason;

/** The pieces of one product. The state is `null` until the product was heard of. */
export class Stock extends AggregateRoot<StockState | null, StockEvent> {
  static unknown(productId: string): Stock {
    return new Stock(productId, null, 0);
  }

  static restore(productId: string, state: StockState, version: number): Stock {
    return new Stock(productId, state, version);
  }

  /** Takes note of the product's offer. What is older than what is known changes nothing; quantities stay as they are. */
  follow(productVersion: number, productStatus: ProductStatus): void {
    const data = { productId: this.id, productVersion, productStatus };
    const known = this.state;
    if (!known) this.record({ type: 'stock.created', data });
    else if (productVersion > known.productVersion || this.deletes(productVersion, productStatus))
      this.record({ type: 'stock.product-followed', data });
  }

  /** @throws DomainError `stock-below-reserved` */
  set(available: number): void {
    const { available: before, reserved } = this.data;
    if (available < reserved)
      throw new DomainError(
        'stock-below-reserved',
        `Orders hold ${reserved} pieces of product ${this.id}; ${available} cannot be fewer.`,
        { reserved },
      );
    if (available !== before) this.record({ type: 'stock.set', data: { productId: this.id, available } });
  }

  /** Whether this many pieces can be had of that offer. */
  availability(productVersion: number, quantity: number): Availability {
    const known = this.state;
    if (!known || productVersion > known.productVersion) return 'behind';
    if (productVersion < known.productVersion || known.productStatus === 'deleted') return 'unavailable';
    return known.available < known.reserved + quantity ? 'out-of-stock' : 'available';
  }

  /** Holds pieces for an order, once. The caller has looked at {@link availability}. */
  reserve(orderId: string, quantity: number): void {
    const { available, reserved, held } = this.data;
    if (held[orderId] !== undefined) return;
    if (available < reserved + quantity)
      throw new Error(`Product ${this.id} has not ${quantity} pieces left.`);
    this.record({ type: 'stock.reserved', data: { productId: this.id, orderId, quantity } });
  }

  /** Gives back what the order holds, if anything. */
  release(orderId: string): void {
    const quantity = this.data.held[orderId];
    if (quantity !== undefined)
      this.record({ type: 'stock.released', data: { productId: this.id, orderId, quantity } });
  }

  /** Takes what the order holds out of stock, if anything. */
  confirm(orderId: string): void {
    const quantity = this.data.held[orderId];
    if (quantity !== undefined)
      this.record({ type: 'stock.confirmed', data: { productId: this.id, orderId, quantity } });
  }

  /** The stock's state, for callers who know that the product is known. */
  get data(): StockState {
    if (!this.state) throw new Error(`Stock does not know product ${this.id}.`);
    return this.state;
  }

  protected override evolve(state: StockState | null, event: StockEvent): StockState {
    return evolveStock(state, event);
  }

  private deletes(productVersion: number, productStatus: ProductStatus): boolean {
    const known = this.data;
    return (
      productVersion === known.productVersion &&
      productStatus === 'deleted' &&
      known.productStatus === 'active'
    );
  }
}

const NOTHING = { available: 0, reserved: 0, orderCount: 0, yearToDate: 0, held: {} };

function evolveStock(before: StockState | null, event: StockEvent): StockState {
  if (event.type === 'stock.created') {
    const { productVersion, productStatus } = event.data;
    return { ...NOTHING, productVersion, productStatus };
  }
  if (!before) throw new Error(`Stock cannot begin with ${event.type}.`);
  switch (event.type) {
    case 'stock.set':
      return { ...before, available: event.data.available };
    case 'stock.product-followed': {
      const { productVersion, productStatus } = event.data;
      return { ...before, productVersion, productStatus };
    }
    case 'stock.reserved': {
      const { orderId, quantity } = event.data;
      return {
        ...before,
        reserved: before.reserved + quantity,
        held: { ...before.held, [orderId]: quantity },
      };
    }
    case 'stock.released': {
      const { orderId, quantity } = event.data;
      return { ...before, reserved: before.reserved - quantity, held: without(before.held, orderId) };
    }
    case 'stock.confirmed': {
      const { orderId, quantity } = event.data;
      return {
        ...before,
        available: before.available - quantity,
        reserved: before.reserved - quantity,
        orderCount: before.orderCount + 1,
        yearToDate: before.yearToDate + quantity,
        held: without(before.held, orderId),
      };
    }
  }
}

function without(held: StockState['held'], orderId: string): StockState['held'] {
  return Object.fromEntries(Object.entries(held).filter(([id]) => id !== orderId));
}
