import { presentOrderIn, type SeenOrder } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import type { OrderStatus } from '../resources.js';
import { type HistoryCheck, Tally } from './tally.js';

/** How far an order has come in each status: it only goes on, and the three in the middle exclude each other. */
const after: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: [],
  approved: ['pending'],
  rejected: ['pending'],
  'payment-failed': ['pending'],
  'in-transit': ['pending', 'approved'],
  delivered: ['pending', 'approved', 'in-transit'],
};

/** O1 as clients saw it: in real time, over all sessions, an order goes on by legal changes and never back. */
export const ordersOnlyGoOn: HistoryCheck = (operations) => {
  const tally = new Tally();
  const sights = operations.flatMap((by) => {
    const order = presentOrderIn(by);
    return order ? [{ by, order }] : [];
  });
  for (const [id, ofOrder] of Map.groupBy(sights, ({ order }) => order.id)) {
    const ended = [...ofOrder].sort((one, other) => one.by.end - other.by.end);
    let next = 0;
    let latest: { by: Operation; order: SeenOrder } | undefined;
    for (const sight of ofOrder) {
      for (let done = ended[next]; done && done.by.end < sight.by.start; done = ended[(next += 1)])
        if (!latest || done.order.version >= latest.order.version) latest = done;
      tally.look();
      const wrong = latest && wrongStep(latest.order, sight.order);
      if (latest && wrong !== undefined)
        tally.saw({ key: id, message: `order ${id} ${wrong}`, by: [latest.by, sight.by] });
    }
  }
  return tally;
};

function wrongStep(before: SeenOrder, now: SeenOrder): string | undefined {
  if (now.version < before.version) return `was at version ${before.version} and then at ${now.version}`;
  if (now.status === before.status || after[now.status].includes(before.status)) return undefined;
  return `was ${before.status} and then ${now.status}`;
}
