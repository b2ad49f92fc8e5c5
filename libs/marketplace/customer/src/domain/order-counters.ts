import type { OrderCounts } from '../contract/index.js';

/**
 * Counts each customer's orders, as their events arrive. The counts are no part of the customer: an order may be heard
 * of before its customer, and says nothing about who they are.
 */
export abstract class OrderCounters {
  /** Adds one order to a count, in the current unit of work. */
  abstract count(customerId: string, what: keyof OrderCounts): Promise<void>;

  abstract of(customerId: string): Promise<OrderCounts>;
}
