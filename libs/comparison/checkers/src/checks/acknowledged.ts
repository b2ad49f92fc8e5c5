import { orderIn } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { isDecided, type Order } from '../resources.js';
import { type HistoryCheck, Tally } from './tally.js';

const WITHIN_MS = 60_000;

/** A2: an order that was answered exists, and was decided within a minute of the answer or of the last fault, whichever came later. */
export const acknowledgedIsDecided: HistoryCheck = (operations, { orders, lastFaultHealedAt }) => {
  const tally = new Tally();
  for (const [id, answer] of firstAnswers(operations)) {
    tally.look();
    const since = Math.max(answer.end, lastFaultHealedAt ?? 0);
    const wrong = wrongWith(orders.get(id), since);
    if (wrong !== undefined)
      tally.saw({ key: id, message: `order ${id} was acknowledged and ${wrong}`, by: [answer] });
  }
  return tally;
};

function wrongWith(order: Order | undefined, since: number): string | undefined {
  if (!order) return 'does not exist';
  if (!isDecided(order)) return `is still ${order.status}`;
  const late = decidedAt(order) - since;
  return late > WITHIN_MS ? `was decided ${Math.round(late / 1_000)} s later` : undefined;
}

export function decidedAt({ statusHistory, updatedAt }: Order): number {
  return Date.parse(statusHistory[1]?.at ?? updatedAt);
}

/** By order, the first answer to a checkout that named it. */
export function firstAnswers(operations: readonly Operation[]): Map<string, Operation> {
  const first = new Map<string, Operation>();
  for (const operation of operations) {
    const id = operation.name === 'checkout' ? orderIn(operation)?.id : undefined;
    if (id === undefined) continue;
    const known = first.get(id);
    if (!known || operation.end < known.end) first.set(id, operation);
  }
  return first;
}
