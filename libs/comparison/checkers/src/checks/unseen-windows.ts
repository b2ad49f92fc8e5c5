import { asked, cartIn, dashboardIn } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { acknowledgedChanges } from './acknowledged-changes.js';
import { openOrders } from './open-orders.js';
import { revisionOf } from './shown-price.js';
import type { StoredFacts } from './stored-facts.js';

/** How long changes stayed unseen, in ms, once for each of those that count and that somebody waited for. */
export type WindowsOf = (
  operations: readonly Operation[],
  stored: StoredFacts,
  counts: (change: Operation) => boolean,
) => readonly number[];

/** A look of somebody who waits for a change. */
interface Look {
  /** Of the change. */
  readonly key: string;
  /** Whose answer told of it. */
  readonly change: Operation;
  readonly read: Operation;
  readonly shows: boolean;
}

/** W1 at carts: from the answer to a change of price until it shows in a cart. */
export const pricesUnseenInCarts: WindowsOf = (operations, stored, counts) => {
  const changes = acknowledgedChanges(operations);
  return windowsOf(
    operations.flatMap((read): readonly Look[] => {
      const watch = watchOf(read);
      const [productId, revision] = [String(watch['productId']), Number(watch['revision'])];
      const cart = cartIn(read);
      const change = changes.get(productId)?.get(revision);
      const item = cart?.items.find((each) => each.productId === productId);
      const shown = item && revisionOf(item, stored, read.end);
      if (cart?.status !== 'open' || !change || shown === undefined || !counts(change)) return [];
      return [{ key: `${productId} ${revision}`, change, read, shows: shown >= revision }];
    }),
  );
};

/** W1 at dashboards: from the answer that an order is approved until it shows on the dashboard of one of its sellers. */
export const ordersUnseenOnDashboards: WindowsOf = (operations, stored, counts) => {
  const keyOf = (sellerId: string, orderId: string) => `${sellerId} ${orderId}`;
  const orders = new Map(
    [...openOrders(operations, stored)].flatMap(([sellerId, ofSeller]) =>
      ofSeller.map((order) => [keyOf(sellerId, order.id), order] as const),
    ),
  );
  return windowsOf(
    operations.flatMap((read): readonly Look[] => {
      const { orderId } = watchOf(read);
      const key = keyOf(asked(read, 'sellerId'), String(orderId));
      const order = orders.get(key);
      const entries = dashboardIn(read)?.entries;
      if (!order || !entries || !counts(order.told)) return [];
      const shows = entries.some((entry) => entry.orderId === orderId);
      // Delivered meanwhile, it need not be shown any more.
      return shows || order.deliveredAt > read.end ? [{ key, change: order.told, read, shows }] : [];
    }),
  );
};

function watchOf({ input: { watch } }: Operation): Readonly<Record<string, unknown>> {
  return typeof watch === 'object' && watch !== null ? (watch as Record<string, unknown>) : {};
}

/** One for each change, however many looks were taken: nothing where the first one showed it. */
function windowsOf(looks: readonly Look[]): readonly number[] {
  const after = looks.filter(({ change, read }) => change.end < read.start);
  return [...Map.groupBy(after, ({ key }) => key).values()].map((ofChange) => {
    const [first] = ofChange;
    if (!first || first.shows) return 0;
    const fresh = ofChange.find(({ shows }) => shows);
    // Who gave up knows only that it took longer than that.
    const until = fresh ? fresh.read.end : Math.max(...ofChange.map(({ read }) => read.start));
    return until - first.change.end;
  });
}
