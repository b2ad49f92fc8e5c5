import type { Order } from '../resources.js';
import type { StoredEvent } from '../stored/index.js';

/** A product from one change to the next, as its module recorded it. */
export interface ProductState {
  readonly revision: number;
  readonly version: number;
  readonly priceCents: number;
  readonly freightCents: number;
  readonly sellerId: string;
  /** When it was recorded, which is before it could be seen; ms since the epoch. */
  readonly at: number;
}

/** What the databases and the provider say afterwards; what clients saw is held against it. */
export interface StoredFacts {
  readonly orders: ReadonlyMap<string, Order>;
  /** Every state of each product, by revision. */
  readonly products: ReadonlyMap<string, readonly ProductState[]>;
  /** Everything that happened to the stock of each product. */
  readonly stock: ReadonlyMap<string, readonly StoredEvent[]>;
  /** What the payment of an order says was captured, in cents. */
  readonly captured: ReadonlyMap<string, number>;
  /** The order that a checkout's key stands for, by `<customer> <key>`. */
  readonly keys: ReadonlyMap<string, string>;
  /** Of packages. */
  readonly delivered: ReadonlySet<string>;
  readonly initialStock: ReadonlyMap<string, number>;
  /** How far a cart's copy of a product was behind at most, in ms. */
  readonly replicaLagMs: number;
  /** ms since the epoch. */
  readonly lastFaultHealedAt: number | null;
}

export const noFacts: StoredFacts = {
  ...{
    orders: new Map(),
    products: new Map(),
    stock: new Map(),
    captured: new Map(),
    keys: new Map(),
    delivered: new Set(),
    initialStock: new Map(),
  },
  ...{ replicaLagMs: 0, lastFaultHealedAt: null },
};
