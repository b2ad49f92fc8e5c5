import { asked, changedProductIn, deliveriesIn } from '../history/seen.js';
import { type HistoryCheck, Tally } from './tally.js';

/**
 * I1: a change of a product that was answered is recorded as it was answered; or it was lost after the answer, or overwritten by one
 * that took its revision. Revisions from before what the log still has are left out.
 */
export const changesAreKept: HistoryCheck = (operations, { products }) => {
  const tally = new Tally();
  for (const change of operations) {
    const answered = changedProductIn(change);
    const productId = asked(change, 'productId');
    const states = products.get(productId);
    if (!answered || !states?.[0] || answered.revision < states[0].revision) continue;
    tally.look(change);
    const recorded = states.find(({ revision }) => revision === answered.revision);
    if (recorded?.priceCents === answered.priceCents && recorded.version === answered.version) continue;
    tally.saw({
      key: `${change.id}`,
      message: `revision ${answered.revision} of product ${productId} was answered at ${answered.priceCents} cents, version ${answered.version}, and is recorded ${recorded ? `at ${recorded.priceCents}, version ${recorded.version}` : 'nowhere'}`,
      by: [change],
    });
  }
  return tally;
};

/** I1: a package that was answered as delivered is. */
export const deliveriesAreKept: HistoryCheck = (operations, { delivered }) => {
  const tally = new Tally();
  for (const run of operations)
    for (const { packageId, orderId } of deliveriesIn(run)) {
      tally.look(run);
      if (!delivered.has(packageId))
        tally.saw({
          key: packageId,
          message: `package ${packageId} of order ${orderId} was answered as delivered, and is not`,
          by: [run],
        });
    }
  return tally;
};
