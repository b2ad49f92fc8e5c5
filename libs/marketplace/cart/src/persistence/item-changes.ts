import type { CartEvent } from '../contract/index.js';
import type { Cart } from '../domain/cart.js';
import type { CartItem } from '../domain/cart-state.js';

export interface ItemChanges {
  /** Those put and still in the cart at the end; the version that put an item is its position. */
  readonly put: readonly (CartItem & { readonly position: number })[];
  /** The products that stay, where something was taken away. */
  readonly staying: readonly string[] | null;
}

const TAKING_AWAY: ReadonlySet<CartEvent['type']> = new Set([
  'cart.item-removed',
  'cart.abandoned',
  'cart.renewed',
]);

/** What the latest `events` of a cart have made of the items in it. */
export function itemChanges({ state: { items }, version }: Cart, events: readonly CartEvent[]): ItemChanges {
  const loaded = version - events.length;
  const positions = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    if (event.type === 'cart.item-put') positions.set(event.data.productId, loaded + index + 1);
  }
  const put = items.flatMap((item) => {
    const position = positions.get(item.productId);
    return position === undefined ? [] : [{ ...item, position }];
  });
  const takesAway = events.some(({ type }) => TAKING_AWAY.has(type));
  return { put, staying: takesAway ? items.map(({ productId }) => productId) : null };
}
