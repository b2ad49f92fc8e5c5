import { isApproved, type Order } from '../resources.js';
import { foldStock, type StoredEvent } from '../stored/index.js';
import type { Violation } from './snapshot.js';

/**
 * P1 at the stock, which needs no clock: when pieces were reserved for a line, its version was the one that the stock was for, and it
 * was not withdrawn. Of streams that are there from their beginning.
 */
export function reservedWhatIsOffered(
  orders: readonly Order[],
  stock: ReadonlyMap<string, readonly StoredEvent[]>,
): Violation[] {
  const offers = new Map([...stock].map(([productId, events]) => [productId, offersReserved(events)]));
  return orders.flatMap((order) =>
    order.lines.flatMap(({ productId, productVersion }) => {
      const ofProduct = offers.get(productId);
      if (!ofProduct) return [];
      const what = `order ${order.id} took version ${productVersion} of ${productId}`;
      const offer = ofProduct.get(order.id);
      if (!offer)
        return isApproved(order)
          ? [{ invariant: 'S2', what: `${what}, which was never reserved for it` }]
          : [];
      return offer.productVersion === productVersion && offer.productStatus === 'active'
        ? []
        : [
            {
              invariant: 'P1',
              what: `${what} when the stock was for version ${offer.productVersion}, ${offer.productStatus}`,
            },
          ];
    }),
  );
}

type Offer = Pick<ReturnType<typeof foldStock>, 'productVersion' | 'productStatus'>;

/** By order, the offer that was reserved. undefined where the beginning of the stream is gone. */
function offersReserved(events: readonly StoredEvent[]): ReadonlyMap<string, Offer> | undefined {
  if (events[0]?.version !== 1) return undefined;
  const offers = new Map<string, Offer>();
  // Only what is followed changes the offer: so much of the stream is folded as there is of that.
  let followed: StoredEvent[] = [];
  for (const event of events) {
    if (event.type === 'stock.created' || event.type === 'stock.product-followed') followed = [event];
    if (event.type === 'stock.reserved')
      offers.set((event.data as { orderId: string }).orderId, foldStock(followed));
  }
  return offers;
}
