import type { Order } from '../resources.js';
import type { CheckoutKey } from '../stored/checkout-keys.js';
import { groupBy, type Violation } from './snapshot.js';

/** A4, once all is quiet: each order stands under one key of its customer, and each key for an order. */
export function ordersHaveOneKey(
  orders: readonly Pick<Order, 'id' | 'customerId'>[],
  keys: readonly CheckoutKey[],
): Violation[] {
  const ofOrder = groupBy(keys, ({ orderId }) => orderId);
  const known = new Set(orders.map(({ id }) => id));
  const wrong = orders.flatMap(({ id, customerId }) => {
    const own = ofOrder.get(id) ?? [];
    if (own.length !== 1) return [`order ${id} stands under ${own.length} keys`];
    return own[0]?.customerId === customerId
      ? []
      : [`order ${id} of customer ${customerId} stands under a key of ${own[0]?.customerId ?? ''}`];
  });
  const empty = keys
    .filter(({ orderId }) => !known.has(orderId))
    .map(({ key, customerId }) => `key ${key} of customer ${customerId} stands for no order`);
  return [...wrong, ...empty].map((what) => ({ invariant: 'A4', what }));
}
