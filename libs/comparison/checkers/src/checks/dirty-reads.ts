import { asked, dashboardIn, stockIn, undecidedOrderIn } from '../history/seen.js';
import { isApproved } from '../resources.js';
import { foldStock, type StoredEvent } from '../stored/index.js';
import type { StoredFacts } from './stored-facts.js';
import { type HistoryCheck, Tally } from './tally.js';

/** I3 at orders: placed, with lines and totals, when read; and it came to nothing. Looks: sights of orders that were not decided. */
export const placedOrdersStay: HistoryCheck = (operations, { orders }) => {
  const tally = new Tally();
  for (const read of operations) {
    const seen = undecidedOrderIn(read);
    if (!seen) continue;
    tally.look(read);
    const ended = orders.get(seen.id)?.status;
    if (seen.lines.length > 0 && (ended === 'payment-failed' || ended === 'rejected'))
      tally.saw({
        key: `${read.id}`,
        message: `order ${seen.id} was read as placed, and ended ${ended}`,
        by: [read],
      });
  }
  return tally;
};

/** I3 at dashboards: an order is shown that was never to be approved. */
export const shownOrdersStay: HistoryCheck = (operations, { orders }) => {
  const tally = new Tally();
  for (const read of operations) {
    const dashboard = dashboardIn(read);
    if (!dashboard) continue;
    tally.look(read);
    const failed = dashboard.entries.find(({ orderId }) => {
      const order = orders.get(orderId);
      return order !== undefined && !isApproved(order);
    });
    if (failed)
      tally.saw({
        key: `${read.id}`,
        message: `the dashboard of ${asked(read, 'sellerId')} showed order ${failed.orderId}, which ended ${orders.get(failed.orderId)?.status ?? ''}`,
        by: [read],
      });
  }
  return tally;
};

/** I3 at stock: pieces were reserved when read, for an order that gave them back. */
export const seenReservationsStay: HistoryCheck = (operations, stored) => {
  const tally = new Tally();
  for (const read of operations) {
    const seen = stockIn(read);
    if (!seen) continue;
    tally.look(read);
    const released =
      seen.reserved > 0 ? releasedLater(asked(read, 'productId'), seen, read.end, stored) : undefined;
    if (released !== undefined)
      tally.saw({
        key: `${read.id}`,
        message: `the stock of ${asked(read, 'productId')} was read with ${seen.reserved} reserved, of which order ${released} gave its own back`,
        by: [read],
      });
  }
  return tally;
};

/** What is recorded may not be committed yet: a read shows one of the last few states. */
const UNCOMMITTED = 8;

/** The order whose pieces were held in the state that was read, and released after it. */
function releasedLater(
  productId: string,
  seen: { readonly available: number; readonly reserved: number },
  by: number,
  { stock }: StoredFacts,
): string | undefined {
  const events = stock.get(productId) ?? [];
  const known = events.filter(({ at }) => at.getTime() <= by);
  for (let version = known.length; version > Math.max(0, known.length - UNCOMMITTED); version -= 1) {
    const { available, reserved, held } = foldStock(known.slice(0, version));
    if (available !== seen.available || reserved !== seen.reserved) continue;
    return Object.keys(held).find((order) => events.slice(version).some((event) => isRelease(event, order)));
  }
  return undefined;
}

const isRelease = ({ type, data }: StoredEvent, order: string): boolean =>
  type === 'stock.released' && (data as { orderId: string }).orderId === order;
