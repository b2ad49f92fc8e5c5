import { asked, deliveriesIn } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { isApproved } from '../resources.js';
import { type HistoryCheck, Tally } from './tally.js';

/** I2: two runs of deliveries that each took the oldest open package took the same one. */
export const packagesAreDeliveredOnce: HistoryCheck = (operations) => {
  const tally = new Tally();
  const first = new Map<string, Operation>();
  for (const operation of operations)
    for (const { packageId } of deliveriesIn(operation)) {
      const before = first.get(packageId);
      first.set(packageId, before ?? operation);
      if (!before) tally.look(operation);
      // Asked for again under the same key, a run answers as it did.
      if (before && asked(before, 'idempotencyKey') !== asked(operation, 'idempotencyKey'))
        tally.saw(
          {
            key: packageId,
            message: `package ${packageId} was delivered by two runs`,
            by: [before, operation],
          },
          [operation],
        );
    }
  return tally;
};

/** I2: checkouts that each found enough pieces took more than there were. */
export const noMoreIsSoldThanThereWas: HistoryCheck = (_, { orders, initialStock }) => {
  const tally = new Tally();
  const sold = new Map<string, number>();
  for (const order of orders.values())
    if (isApproved(order))
      for (const { productId, quantity } of order.lines)
        sold.set(productId, (sold.get(productId) ?? 0) + quantity);
  for (const [productId, pieces] of initialStock) {
    tally.look();
    const taken = sold.get(productId) ?? 0;
    if (taken > pieces)
      tally.saw({
        key: productId,
        message: `of ${pieces} pieces of ${productId} ${taken} were sold`,
        by: [],
      });
  }
  return tally;
};
