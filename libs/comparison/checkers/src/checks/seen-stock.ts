import { asked, stockIn } from '../history/seen.js';
import { type HistoryCheck, Tally } from './tally.js';

/** S1 as clients saw it. */
export const seenStockIsSound: HistoryCheck = (operations) => {
  const tally = new Tally();
  for (const read of operations) {
    const seen = stockIn(read);
    if (!seen) continue;
    tally.look();
    if (seen.available < 0 || seen.reserved < 0 || seen.reserved > seen.available)
      tally.saw({
        key: `${read.id}`,
        message: `product ${asked(read, 'productId')} was read with ${seen.available} available and ${seen.reserved} reserved`,
        by: [read],
      });
  }
  return tally;
};
