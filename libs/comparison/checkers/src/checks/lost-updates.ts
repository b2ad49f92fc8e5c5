import { asked, changedProductIn } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { grouped, type HistoryCheck, Tally } from './tally.js';

/**
 * I1: a change of price names the revision that it is of, and makes the next one: with any other it was applied to what another
 * change had made, which is lost. Nor are two changes answered with one and the same revision. Looks: changes that were applied.
 */
export const updatesAreNotLost: HistoryCheck = (operations) => {
  const tally = new Tally();
  const applied = operations.filter((each) => {
    const product = each.name === 'change-price' ? changedProductIn(each) : undefined;
    // The same price again changes nothing.
    return product !== undefined && product.revision !== each.input['revision'];
  });
  for (const each of applied) tally.look(each);
  const byRevision = grouped(applied, (change) => `${asked(change, 'productId')} ${revisionMade(change)}`);
  for (const change of applied) {
    const [named, made] = [Number(change.input['revision']), revisionMade(change)];
    if (made === named + 1) continue;
    const productId = asked(change, 'productId');
    const lost = byRevision.get(`${productId} ${named + 1}`) ?? [];
    tally.saw(
      {
        key: `stale ${change.id}`,
        message: `a change of price named revision ${named} of product ${productId}, and made it ${made}`,
        by: [...lost, change],
        // One operation proves it; the other tells what was lost.
        whole: true,
      },
      [change],
    );
  }
  for (const [key, by] of byRevision) {
    const [first, ...others] = by;
    if (!first || others.length === 0) continue;
    tally.saw(
      {
        key: `twice ${key}`,
        message: `${by.length} changes of price of product ${asked(first, 'productId')} each made it revision ${revisionMade(first)}`,
        by,
      },
      others.slice(-1),
    );
  }
  return tally;
};

const revisionMade = (change: Operation): number => changedProductIn(change)?.revision ?? NaN;
