import type { Order } from './order.js';

/** Keeps orders. Every method belongs into a unit of work of the order module. */
export abstract class OrderRepository {
  /** The order, locked until the unit ends; `undefined` when there is none. */
  abstract load(id: string): Promise<Order | undefined>;

  /** Stores the order with the events recorded since it was loaded, and publishes those. */
  abstract save(order: Order): Promise<void>;

  /**
   * The customer's next order number, from 1; given back when the unit fails, so numbers have no gaps.
   * @returns `undefined` when the order has been opened already, with a number of its own
   */
  abstract takeNumber(orderId: string, customerId: string): Promise<number | undefined>;
}
