import { asked, changedProductIn } from '../history/seen.js';
import type { Operation } from '../history/operation.js';

/** Changes of products that were answered: by product and revision. */
export type AcknowledgedChanges = ReadonlyMap<string, ReadonlyMap<number, Operation>>;

export function acknowledgedChanges(operations: readonly Operation[]): AcknowledgedChanges {
  const changes = new Map<string, Map<number, Operation>>();
  for (const operation of operations) {
    const product = changedProductIn(operation);
    if (!product) continue;
    const id = asked(operation, 'productId');
    const ofProduct = changes.get(id) ?? new Map<number, Operation>();
    changes.set(id, ofProduct.set(product.revision, operation));
  }
  return changes;
}

/** The one that was answered last. */
export function latestOf(changes: readonly Operation[]): Operation | undefined {
  return changes.reduce<Operation | undefined>(
    (latest, change) => (latest && latest.end >= change.end ? latest : change),
    undefined,
  );
}
