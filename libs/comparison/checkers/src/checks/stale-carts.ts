import { cartIn } from '../history/seen.js';
import { acknowledgedChanges, latestOf } from './acknowledged-changes.js';
import { firstMissed, revisionOf } from './shown-price.js';
import { type HistoryCheck, Tally } from './tally.js';

/**
 * W1: an open cart, read after the answer to a change of price, that shows the price before it. Looks: items whose price had changed;
 * each is about the read and the last change before it.
 */
export const cartsShowNewPrices: HistoryCheck = (operations, stored) => {
  const tally = new Tally();
  const changes = acknowledgedChanges(operations);
  for (const read of operations) {
    const cart = cartIn(read);
    if (cart?.status !== 'open') continue;
    for (const item of cart.items) {
      const { productId, productVersion } = item;
      const states = stored.products.get(productId) ?? [];
      const answered = changes.get(productId);
      const latest = latestOf([...(answered?.values() ?? [])].filter(({ end }) => end < read.start));
      if (!answered || !latest) continue;
      const revision = revisionOf(item, stored, read.end);
      if (revision === undefined) continue;
      tally.look(read, latest);
      const missed = firstMissed(states, revision, productVersion);
      const change = missed && answered.get(missed.revision);
      if (change && change.end < read.start)
        tally.saw({
          key: `${read.id} ${productId}`,
          message: `a cart showed the price of ${productId} at revision ${revision} ${Math.round(read.start - change.end)} ms after the answer to the change that made it ${missed.revision}`,
          by: [change, read],
        });
    }
  }
  return tally;
};
