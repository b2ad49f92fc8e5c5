import { asked, productIn } from '../history/seen.js';
import { acknowledgedChanges, latestOf } from './acknowledged-changes.js';
import { type HistoryCheck, Tally } from './tally.js';

/** W1 at the module itself: a product, read by id after the answer to a change, at a revision before it; whoever changed it. */
export const productsShowChanges: HistoryCheck = (operations) => {
  const tally = new Tally();
  const changes = acknowledgedChanges(operations);
  for (const read of operations) {
    const product = productIn(read);
    const productId = asked(read, 'productId');
    const before = [...(changes.get(productId) ?? [])].filter(([, { end }]) => end < read.start);
    const latest = latestOf(before.map(([, change]) => change));
    if (!product || !latest) continue;
    tally.look(read, latest);
    const missed = before.filter(([revision]) => revision > product.revision).map(([, change]) => change);
    const first = missed.reduce<(typeof missed)[number] | undefined>(
      (earliest, change) => (earliest && earliest.end <= change.end ? earliest : change),
      undefined,
    );
    if (first)
      tally.saw({
        key: `${read.id}`,
        message: `product ${productId} was read at revision ${product.revision}, ${Math.round(read.start - first.end)} ms after the answer to a later change`,
        by: [first, read],
      });
  }
  return tally;
};
