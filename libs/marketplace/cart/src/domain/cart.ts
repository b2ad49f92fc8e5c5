import { AggregateRoot, done, DomainError, refused, type StepOutcome } from '@platform/domain';

import {
  type CartEvent,
  type CartSealed,
  MAX_ITEMS,
  type SealedCart,
  type SealRefusal,
} from '../contract/index.js';
import { type CartItem, type CartState, UNUSED_CART } from './cart-state.js';
import type { Offer } from './offer.js';

/**
 * A customer's one cart. Open, its items come and go; sealed for an order, it changes only by how that checkout ends:
 * reopened with its items, or renewed without.
 */
export class Cart extends AggregateRoot<CartState, CartEvent> {
  constructor(customerId: string, state: CartState = UNUSED_CART, version = 0) {
    super(customerId, state, version);
  }

  /**
   * Puts an item, or puts it again, with the product's present version.
   * @returns whether the item is new in this cart
   * @throws DomainError `cart-sealed`, `product-deleted`, `cart-full`, `cart-currency`
   */
  put(offer: Offer, quantity: number, voucherCents: number): boolean {
    this.assertOpen();
    const { productId, version: productVersion, currency } = offer;
    if (offer.status === 'deleted')
      throw new DomainError('product-deleted', `Product ${productId} is no longer sold.`);
    const { items } = this.state;
    const present = items.find((item) => item.productId === productId);
    const others = items.filter((item) => item !== present);
    if (others.length >= MAX_ITEMS)
      throw new DomainError(
        'cart-full',
        `A cart holds at most ${MAX_ITEMS} products. Remove one before you put another.`,
      );
    const other = others.find((item) => item.currency !== currency);
    if (other)
      throw new DomainError(
        'cart-currency',
        `Product ${productId} is sold in ${currency}, the cart's other items in ${other.currency}. Check them out first.`,
      );
    const item = { productId, productVersion, currency, quantity, voucherCents };
    if (!present || !isSame(present, item))
      this.record({ type: 'cart.item-put', data: { customerId: this.id, ...item } });
    return !present;
  }

  /** @throws DomainError `cart-sealed` */
  remove(productId: string): void {
    this.assertOpen();
    if (this.state.items.some((item) => item.productId === productId))
      this.record({ type: 'cart.item-removed', data: { customerId: this.id, productId } });
  }

  /** Empties the cart. @throws DomainError `cart-sealed` */
  abandon(): void {
    this.assertOpen();
    if (this.state.items.length > 0) this.record({ type: 'cart.abandoned', data: { customerId: this.id } });
  }

  /**
   * Seals the cart for an order.
   * @param price what there is in the cart, with the prices of this moment; asked only when the cart can be sealed
   * @param idempotency the key it is asked for under
   */
  seal(
    orderId: string,
    price: () => SealedCart,
    idempotency?: CartSealed['data']['idempotency'],
  ): StepOutcome<SealedCart, SealRefusal> {
    const problem = this.refusalOfSeal(orderId);
    if (problem !== undefined) return refused(problem, { problem });
    const sealed = price();
    this.record({
      type: 'cart.sealed',
      data: { customerId: this.id, orderId, sealed, ...(idempotency && { idempotency }) },
    });
    return done(sealed);
  }

  reopen(orderId: string): void {
    if (this.isSealedFor(orderId))
      this.record({ type: 'cart.reopened', data: { customerId: this.id, orderId } });
  }

  renew(orderId: string): void {
    if (this.isSealedFor(orderId))
      this.record({ type: 'cart.renewed', data: { customerId: this.id, orderId } });
  }

  isSealedFor(orderId: string): boolean {
    return this.state.status === 'sealed' && this.state.orderId === orderId;
  }

  protected evolve(state: CartState, event: CartEvent): CartState {
    switch (event.type) {
      case 'cart.item-put': {
        const { productId, productVersion, currency, quantity, voucherCents } = event.data;
        const item = { productId, productVersion, currency, quantity, voucherCents };
        const isPresent = state.items.some((known) => known.productId === productId);
        // Put again, an item keeps its place.
        const items = isPresent
          ? state.items.map((known) => (known.productId === productId ? item : known))
          : [...state.items, item];
        return { ...state, items };
      }
      case 'cart.item-removed': {
        const { productId } = event.data;
        return { ...state, items: state.items.filter((item) => item.productId !== productId) };
      }
      case 'cart.abandoned':
        return { ...state, items: [] };
      case 'cart.sealed':
        return { ...state, status: 'sealed', orderId: event.data.orderId };
      case 'cart.reopened':
        return { ...state, status: 'open' };
      case 'cart.renewed':
        return { ...state, status: 'open', items: [] };
    }
  }

  private refusalOfSeal(orderId: string): SealRefusal['problem'] | undefined {
    const { status, orderId: lastOrder, items } = this.state;
    if (status === 'sealed') return 'cart-sealed';
    // A command that arrives after its own checkout has ended must not seal the next cart for a dead order.
    if (lastOrder === orderId) return 'checkout-ended';
    return items.length === 0 ? 'cart-empty' : undefined;
  }

  private assertOpen(): void {
    if (this.state.status === 'sealed')
      throw new DomainError(
        'cart-sealed',
        'A checkout of this cart is under way. Try again when it is decided.',
      );
  }
}

function isSame(one: CartItem, other: CartItem): boolean {
  return (
    one.productVersion === other.productVersion &&
    one.quantity === other.quantity &&
    one.voucherCents === other.voucherCents
  );
}
