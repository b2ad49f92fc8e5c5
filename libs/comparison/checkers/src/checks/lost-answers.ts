import { asked, orderIn } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { isApproved, type Order } from '../resources.js';
import { keyOf } from './checkout-starts.js';
import type { StoredFacts } from './stored-facts.js';
import { grouped, type HistoryCheck, Tally } from './tally.js';

/**
 * A3: a checkout whose answer was lost under every try left one whole order or none. A customer's orders that no answer named
 * must be those of such checkouts: of their keys, not more of them, each decided, and paid for if it was approved and not otherwise.
 */
export const lostIsWholeOrAbsent: HistoryCheck = (operations, stored) => {
  const tally = new Tally();
  const begin = operations[0]?.start ?? 0;
  const keyOfOrder = new Map([...stored.keys].map(([key, id]) => [id, key]));
  const ofCustomer = Map.groupBy(
    [...stored.orders.values()].filter(({ createdAt }) => Date.parse(createdAt) >= Math.floor(begin)),
    ({ customerId }) => customerId,
  );
  for (const [customerId, tried] of grouped(operations, customerOf)) {
    const named = new Set(tried.flatMap((each) => orderIn(each)?.id ?? []));
    const keys = grouped(tried, keyOf);
    const unknown = [...keys.values()].filter(isUnknown);
    for (const each of unknown) tally.look(...each);
    const unnamed = (ofCustomer.get(customerId) ?? []).filter(({ id }) => !named.has(id));
    if (unnamed.length > unknown.length)
      tally.saw({
        key: `more ${customerId}`,
        message: `customer ${customerId} has ${unnamed.length} orders that no answer named, and ${unknown.length} checkouts without one`,
        by: tried,
        whole: true,
      });
    for (const order of unnamed) {
      const key = keyOfOrder.get(order.id);
      if (key !== undefined && !keys.has(key))
        tally.saw({
          key: `strange ${order.id}`,
          message: `order ${order.id} stands for the key ${key}, under which customer ${customerId} asked for nothing`,
          by: tried,
          whole: true,
        });
      const half = halfDone(order, stored);
      if (half !== undefined)
        tally.saw({
          key: `half ${order.id}`,
          message: `order ${order.id}, whose answer was lost, ${half}`,
          by: (key === undefined ? undefined : keys.get(key)) ?? unknown.flat(),
        });
    }
  }
  return tally;
};

const customerOf = (operation: Operation): string | undefined =>
  operation.name === 'checkout' ? asked(operation, 'customerId') : undefined;

const isUnknown = (tried: readonly Operation[]): boolean =>
  tried.some(({ type }) => type === 'info') && tried.every((each) => orderIn(each) === undefined);

function halfDone(order: Order, { captured }: StoredFacts): string | undefined {
  if (order.status === 'pending') return 'is still pending';
  const due = isApproved(order) ? order.totalCents : 0;
  const paid = captured.get(order.id) ?? 0;
  return due === paid ? undefined : `is ${order.status} and ${paid} of ${due} cents are paid`;
}
