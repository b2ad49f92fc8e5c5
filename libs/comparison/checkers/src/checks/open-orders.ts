import { orderIn } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { isApproved, type OrderLine } from '../resources.js';
import { startsOf } from './checkout-starts.js';
import type { StoredFacts } from './stored-facts.js';

/** An approved order as one of its sellers has to see it. */
export interface OpenOrder {
  readonly id: string;
  /** The seller's own. */
  readonly lines: readonly OrderLine[];
  /** The first that asked for it, under the key that made it, and the first that was told of its approval. */
  readonly asked: Operation;
  readonly told: Operation;
  /** Recorded as delivered; Infinity: never. */
  readonly deliveredAt: number;
}

/** By seller, the approved orders that clients were told of, in the order of their answers. */
export function openOrders(
  operations: readonly Operation[],
  { orders }: StoredFacts,
): ReadonlyMap<string, readonly OpenOrder[]> {
  const starts = startsOf(operations);
  const sights = new Map<string, { asked: Operation; told?: Operation }>();
  for (const operation of operations) {
    const seen = orderIn(operation);
    if (!seen) continue;
    const known = sights.get(seen.id) ?? { asked: starts.get(seen.id)?.first ?? operation };
    sights.set(seen.id, known);
    if (isApproved(seen) && (!known.told || operation.end < known.told.end)) known.told = operation;
  }
  const bySeller = new Map<string, OpenOrder[]>();
  for (const [id, { asked, told }] of sights) {
    const order = orders.get(id);
    if (!told || !order || !isApproved(order)) continue;
    const delivered = order.statusHistory.find(({ status }) => status === 'delivered');
    const deliveredAt = delivered ? Date.parse(delivered.at) : Infinity;
    for (const [sellerId, lines] of Map.groupBy(order.lines, (line) => line.sellerId)) {
      const ofSeller = bySeller.get(sellerId) ?? [];
      bySeller.set(sellerId, ofSeller);
      ofSeller.push({ id, lines, asked, told, deliveredAt });
    }
  }
  for (const ofSeller of bySeller.values()) ofSeller.sort((one, other) => one.told.end - other.told.end);
  return bySeller;
}

/** A read of a dashboard, with the orders that it has to show by then if nothing lags. */
export function dueBy(orders: readonly OpenOrder[], read: Operation): readonly OpenOrder[] {
  const end = orders.findIndex(({ told }) => told.end >= read.start);
  return orders.slice(0, end < 0 ? undefined : end).filter(({ deliveredAt }) => deliveredAt > read.end);
}
