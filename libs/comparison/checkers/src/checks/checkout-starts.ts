import { asked, orderIn } from '../history/seen.js';
import type { Operation } from '../history/operation.js';

/** Of a checkout, the idempotency key within its scope. */
export const keyOf = (operation: Operation): string | undefined =>
  operation.name === 'checkout'
    ? `${asked(operation, 'customerId')} ${asked(operation, 'idempotencyKey')}`
    : undefined;

export interface Start {
  /** The first try under its key, answered or not: any of them may have made the order. */
  readonly first: Operation;
  /** The first answer that names the order. */
  readonly named: Operation;
}

/** By order, how it was asked for. */
export function startsOf(operations: readonly Operation[]): Map<string, Start> {
  const firstOfKey = new Map<string, Operation>();
  const starts = new Map<string, Start>();
  for (const operation of operations) {
    const key = keyOf(operation);
    if (key === undefined) continue;
    const first = firstOfKey.get(key) ?? operation;
    firstOfKey.set(key, first);
    const id = orderIn(operation)?.id;
    if (id !== undefined && !starts.has(id)) starts.set(id, { first, named: operation });
  }
  return starts;
}
