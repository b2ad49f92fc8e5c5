import { asked, cartIn } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { grouped, type HistoryCheck, Tally } from './tally.js';

/** After these nobody knows what a cart holds. */
const emptying: ReadonlySet<string> = new Set(['checkout', 'abandon-cart']);

/** R1 at the cart: what a session has put is there when it reads, unless someone may have changed or checked out that cart since. */
export const ownItemsAreRead: HistoryCheck = (operations) => {
  const tally = new Tally();
  const ofCart = ({ name }: Operation): boolean =>
    name === 'put-item' || name === 'read-cart' || emptying.has(name);
  const carts = grouped(operations, (each) => (ofCart(each) ? asked(each, 'customerId') : undefined));
  for (const [customerId, touched] of carts) ofCustomer(customerId, touched, tally);
  return tally;
};

function ofCustomer(customerId: string, touched: readonly Operation[], tally: Tally): void {
  const put = new Map<string, Operation>();
  // What may still take effect, and so hides what was put before it.
  let unsettledUntil = -Infinity;
  for (const [index, operation] of touched.entries()) {
    const { name, type, start, end } = operation;
    const productId = asked(operation, 'productId');
    if (emptying.has(name)) {
      put.clear();
      unsettledUntil = Math.max(unsettledUntil, end);
    } else if (name === 'put-item') {
      const before = put.get(productId);
      // Two at the same time: either may be the later one.
      if (type !== 'ok' || start <= unsettledUntil || (before && before.end >= start)) put.delete(productId);
      else put.set(productId, operation);
      if (type === 'info') unsettledUntil = Infinity;
    } else {
      judge(operation, touched.slice(index + 1, index + 9), put);
    }
  }

  function judge(read: Operation, next: readonly Operation[], known: ReadonlyMap<string, Operation>): void {
    const cart = cartIn(read);
    if (!cart || next.some(({ name, start }) => name !== 'read-cart' && start <= read.end)) return;
    for (const [productId, by] of known) {
      if (by.process !== read.process || by.end >= read.start) continue;
      tally.look();
      const shown = cart.items.find((item) => item.productId === productId);
      if (shown?.quantity !== by.input['quantity'])
        tally.saw({
          key: `cart ${customerId} ${productId}`,
          message: `customer ${customerId} put ${String(by.input['quantity'])} of ${productId} and read ${shown?.quantity ?? 0}`,
          by: [by, read],
        });
    }
  }
}
