import type { Operation } from '../history/operation.js';
import type { Order, OrderLine } from '../resources.js';
import { decidedAt } from './acknowledged.js';
import { startsOf } from './checkout-starts.js';
import type { ProductState, StoredFacts } from './stored-facts.js';
import { type HistoryCheck, Tally } from './tally.js';

/** From when a state is recorded until it is committed and seen: long for one transaction of ours. */
const COMMIT_MS = 1_000;
/** A fault keeps copies behind for as long as it lasts, and some seconds more. */
const CATCH_UP_MS = 10_000;

/** P1: each paid price was that version's at some moment between the checkout's start, less the copy's lag, and its decision. */
export const paidPricesWereOffered: HistoryCheck = (operations, stored) => {
  const tally = new Tally();
  for (const [id, { first, named }] of startsOf(operations)) {
    const order = stored.orders.get(id);
    for (const line of order?.lines ?? []) {
      const { productId, productVersion, unitPriceCents } = line;
      const states = stored.products.get(productId);
      if (!order || !states) continue;
      tally.look();
      if (wasOffered(states, line, interval(order, first, stored))) continue;
      tally.saw({
        key: `${id} ${productId}`,
        message: `order ${id} paid ${unitPriceCents} cents for ${productId}, version ${productVersion}, which was not its price then`,
        by: [...new Set([first, named])],
        // Without the first try, which may have made the order, it would tell of another interval.
        whole: true,
      });
    }
  }
  return tally;
};

interface Interval {
  readonly from: number;
  readonly to: number;
}

function interval(
  order: Order,
  { start }: Operation,
  { replicaLagMs, lastFaultHealedAt }: StoredFacts,
): Interval {
  const amidFaults = lastFaultHealedAt !== null && start < lastFaultHealedAt + CATCH_UP_MS;
  return { from: amidFaults ? -Infinity : start - replicaLagMs - COMMIT_MS, to: decidedAt(order) };
}

function wasOffered(
  states: readonly ProductState[],
  { productVersion, unitPriceCents, freightCents }: OrderLine,
  { from, to }: Interval,
): boolean {
  return states.some((state, index) => {
    const until = states[index + 1]?.at ?? Infinity;
    const isSame =
      state.version === productVersion &&
      state.priceCents === unitPriceCents &&
      state.freightCents === freightCents;
    return isSame && state.at <= to && until >= from;
  });
}
