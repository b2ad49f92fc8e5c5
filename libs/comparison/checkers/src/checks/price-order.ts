import { cartIn, type SeenItem } from '../history/seen.js';
import { acknowledgedChanges } from './acknowledged-changes.js';
import { firstMissed, revisionOf } from './shown-price.js';
import { type HistoryCheck, Tally } from './tally.js';

/**
 * P2: a cart shows a change of price of one product and lacks an earlier one, of another product of the same seller, that had been
 * answered before the later one was asked for. Looks: pairs of a seller's items in one cart whose prices had both changed.
 */
export const pricesArriveInOrder: HistoryCheck = (operations, stored) => {
  const tally = new Tally();
  const changes = acknowledgedChanges(operations);
  const sellerOf = ({ productId }: SeenItem): string =>
    stored.products.get(productId)?.[0]?.sellerId ?? productId;
  for (const read of operations) {
    const cart = cartIn(read);
    if (cart?.status !== 'open') continue;
    for (const items of Map.groupBy(cart.items, sellerOf).values()) {
      const shown = items.flatMap((item) => {
        const revision = revisionOf(item, stored, read.end);
        const answered = changes.get(item.productId);
        if (revision === undefined || !answered) return [];
        const missed = firstMissed(stored.products.get(item.productId) ?? [], revision, item.productVersion);
        return [{ item, last: answered.get(revision), missed: missed && answered.get(missed.revision) }];
      });
      for (const one of shown)
        for (const other of shown) {
          if (one === other || !one.last) continue;
          tally.look(read);
          if (other.missed && other.missed.end < one.last.start)
            tally.saw({
              key: `${read.id} ${one.item.productId} ${other.item.productId}`,
              message: `a cart showed the new price of ${one.item.productId} and lacked an earlier change of ${other.item.productId}, of the same seller`,
              by: [other.missed, one.last, read],
            });
        }
    }
  }
  return tally;
};
