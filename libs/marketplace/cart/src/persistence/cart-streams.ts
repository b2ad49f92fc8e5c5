import { AggregateStreams } from '@platform/event-sourcing';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { CartEvent, CartSealed, SealedCart } from '../contract/index.js';
import { Cart } from '../domain/cart.js';
import type { CartState } from '../domain/cart-state.js';

/** A customer has one cart for good: its stream only grows, by a sealed content with every checkout. */
export const CART_SNAPSHOTS = { every: 50, stateVersion: 1 };

export type CartStreams = AggregateStreams<CartState, CartEvent, Cart>;

export function cartStreams(unit: UnitOfWork, log: EventLog): CartStreams {
  return new AggregateStreams(unit, log, {
    stream: 'cart',
    revive: (id, snapshot) => new Cart(id, snapshot?.state, snapshot?.version),
    snapshots: CART_SNAPSHOTS,
  });
}

/** A sealed cart does nothing until its checkout has ended: its last event is the one that sealed it. */
export async function readSealedContent(log: EventLog, cart: Cart): Promise<SealedCart> {
  const [event] = await log.read(streamOf(cart), cart.version - 1, 1);
  if (event?.type !== 'cart.sealed')
    throw new Error(`Cart ${cart.id} is sealed, but its log no longer says how.`);
  return (event.data as CartSealed['data']).sealed;
}

export function streamOf(cart: Cart): string {
  return `cart-${cart.id}`;
}
