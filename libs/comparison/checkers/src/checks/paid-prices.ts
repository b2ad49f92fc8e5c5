import { asked, orderIn } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import type { Order } from '../resources.js';
import { decidedAt } from './acknowledged.js';
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
    for (const { productId, productVersion, unitPriceCents } of order?.lines ?? []) {
      const states = stored.products.get(productId);
      if (!order || !states) continue;
      tally.look();
      if (wasOffered(states, productVersion, unitPriceCents, interval(order, first, stored))) continue;
      tally.saw({
        key: `${id} ${productId}`,
        message: `order ${id} paid ${unitPriceCents} cents for ${productId}, version ${productVersion}, which was not its price then`,
        by: [...new Set([first, named])],
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
  version: number,
  cents: number,
  { from, to }: Interval,
): boolean {
  return states.some((state, index) => {
    const until = states[index + 1]?.at ?? Infinity;
    return state.version === version && state.priceCents === cents && state.at <= to && until >= from;
  });
}

interface Start {
  /** The first try under its key, answered or not. */
  readonly first: Operation;
  /** The first answer that names the order. */
  readonly named: Operation;
}

function startsOf(operations: readonly Operation[]): Map<string, Start> {
  const firstOfKey = new Map<string, Operation>();
  const starts = new Map<string, Start>();
  for (const operation of operations) {
    if (operation.name !== 'checkout') continue;
    const key = asked(operation, 'idempotencyKey');
    const first = firstOfKey.get(key) ?? operation;
    firstOfKey.set(key, first);
    const id = orderIn(operation)?.id;
    if (id !== undefined && !starts.has(id)) starts.set(id, { first, named: operation });
  }
  return starts;
}
