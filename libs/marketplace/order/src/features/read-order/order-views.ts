import type { OrderView } from '../../contract/index.js';

/** Reads orders as the API shows them. Every method belongs into a unit of work of the order module. */
export abstract class OrderViews {
  abstract byId(id: string): Promise<OrderView | undefined>;

  /** Those of them that there are, in no order. */
  abstract byIds(ids: readonly string[]): Promise<OrderView[]>;

  /** Up to `limit` orders of one customer, newest first; those before a number, when given. */
  abstract ofCustomer(
    customerId: string,
    beforeNumber: number | undefined,
    limit: number,
  ): Promise<OrderView[]>;

  /** Up to `limit` orders of all customers, newest first by id (UUIDv7); those before an id, when given. */
  abstract ofAll(beforeId: string | undefined, limit: number): Promise<OrderView[]>;
}
