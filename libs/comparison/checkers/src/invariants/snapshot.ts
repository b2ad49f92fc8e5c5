import type {
  Customer,
  Dashboard,
  LedgerEntry,
  Order,
  Payment,
  Product,
  Shipment,
  Stock,
} from '../resources.js';

/**
 * The state of a quiet marketplace in its published shapes, whichever way it was read: checkers judge what the databases hold
 * and what the API answers by the same rules.
 */
export interface Snapshot {
  readonly orders: readonly Order[];
  readonly stock: readonly Stock[];
  readonly payments: readonly Payment[];
  readonly shipments: readonly Shipment[];
  readonly customers: readonly Pick<Customer, 'id' | 'paidOrders' | 'failedOrders' | 'deliveredOrders'>[];
  readonly dashboards: readonly Dashboard[];
  readonly products: readonly Pick<Product, 'id' | 'version' | 'status'>[];
  /** The provider's, not ours. */
  readonly ledger: readonly LedgerEntry[];
}

/** One broken promise: which invariant, and what shows it. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  return Map.groupBy(items, keyOf);
}

export function sum<Item>(items: readonly Item[], amountOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0);
}
