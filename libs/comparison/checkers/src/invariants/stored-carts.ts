import type { SchemaReader } from '../databases.js';
import type { Order } from '../resources.js';
import { cartRows, streamsOf } from '../stored/index.js';
import { cartRowsFollowEvents, ordersAreOfTheirCarts } from './cart-orders.js';
import type { Violation } from './snapshot.js';

/**
 * A1 and I4 from cart to order, once all is quiet, as carts are stored: as events, and where they are kept so, as rows.
 *
 * @param isOf the customers whose carts are to be looked at, by their ids, of whom `orders` are; all unless given
 */
export async function cartViolations(
  databases: SchemaReader,
  orders: readonly Order[],
  isOf: (customerId: string) => boolean = () => true,
): Promise<Violation[]> {
  const [streams, rows] = await Promise.all([streamsOf(databases, 'cart'), cartRows(databases)]);
  const own = new Map([...streams].filter(([customerId]) => isOf(customerId)));
  return [...ordersAreOfTheirCarts(orders, own), ...(rows ? cartRowsFollowEvents(rows, own) : [])];
}
