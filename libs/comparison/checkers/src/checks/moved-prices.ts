import { asked, cartIn, isReplay, orderIn } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { isApproved } from '../resources.js';
import { grouped, type HistoryCheck, Tally } from './tally.js';

/** I4: the cart, as its customer saw it last before the checkout, had another price for the same version than the order. */
export const orderedAtTheReadPrice: HistoryCheck = (operations, { orders }) => {
  const tally = new Tally();
  const ofCarts = grouped(operations, (each) =>
    ['read-cart', 'checkout', 'put-item'].includes(each.name) && !isReplay(each)
      ? asked(each, 'customerId')
      : undefined,
  );
  for (const touched of ofCarts.values()) {
    let read: Operation | undefined;
    for (const operation of touched) {
      if (operation.name !== 'checkout') read = operation;
      const cart = read && cartIn(read);
      const order = orders.get(orderIn(operation)?.id ?? '');
      if (operation.name !== 'checkout' || !order || !read || !cart || read.end > operation.start) continue;
      tally.look(operation);
      const moved = order.lines.find(({ productId, productVersion, unitPriceCents }) =>
        cart.items.some(
          (item) =>
            item.productId === productId &&
            item.productVersion === productVersion &&
            item.unitPriceCents !== unitPriceCents,
        ),
      );
      if (moved)
        tally.saw({
          key: order.id,
          message: `order ${order.id} took ${moved.unitPriceCents} cents for ${moved.productId}, not what its cart had shown`,
          by: [read, operation],
        });
      read = undefined;
    }
  }
  return tally;
};

/** I4 further on: what was captured for an order is its total. */
export const capturedWhatWasOrdered: HistoryCheck = (operations, { orders, captured }) => {
  const tally = new Tally();
  const answers = new Map(operations.flatMap((by) => [[orderIn(by)?.id ?? '', by] as const]));
  for (const [id, by] of answers) {
    const order = orders.get(id);
    if (!order || !isApproved(order)) continue;
    tally.look(by);
    const paid = captured.get(id) ?? 0;
    if (paid !== order.totalCents)
      tally.saw({
        key: id,
        message: `order ${id} comes to ${order.totalCents} cents, ${paid} were captured`,
        by: [by],
      });
  }
  return tally;
};
