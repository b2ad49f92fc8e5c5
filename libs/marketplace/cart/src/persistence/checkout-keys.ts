import type { InlineEvent, RemadeRows } from '@platform/event-sourcing';
import type { IdempotencyStore, TakenKey } from '@platform/http';

import { type CartEvent, CartSealed } from '../contract/index.js';

/**
 * The keys that checkouts were begun under. They are rows of their own, which no restore brings back: a client that asks again under
 * its key would begin the checkout a second time, and pay twice.
 */
export class CheckoutKeys implements RemadeRows {
  readonly types = new Set<string>([CartSealed.type]);

  constructor(private readonly store: Pick<IdempotencyStore, 'takeAgain'>) {}

  /** Nothing: a key that is there says more, its answer, than the streams. */
  readonly clear = (): Promise<void> => Promise.resolve();

  readonly apply = (events: readonly InlineEvent[]): Promise<void> =>
    this.store.takeAgain(events.flatMap((event) => takenBy(event)));
}

function takenBy(event: InlineEvent): TakenKey[] {
  // Validated by the schemas of the module's own contract as they were read.
  const { type, data } = event as CartEvent;
  if (type !== 'cart.sealed' || !data.idempotency) return [];
  return [{ ...data.idempotency, resourceId: data.orderId, at: event.at }];
}
