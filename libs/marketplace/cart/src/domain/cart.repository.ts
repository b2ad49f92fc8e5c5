import type { SealedCart } from '../contract/index.js';
import type { Cart } from './cart.js';
import type { PricedCart } from './priced-cart.js';

/** Keeps carts. Every method belongs into a unit of work of the cart module. */
export abstract class CartRepository {
  /**
   * The customer's cart, locked until the unit ends, with what its items cost; a cart never used is open and empty.
   * `undefined` when no such customer is known here.
   */
  abstract load(customerId: string): Promise<PricedCart | undefined>;

  /** As {@link load}, without a lock. */
  abstract read(customerId: string): Promise<PricedCart | undefined>;

  /** Whether the cart still waits for that order's checkout to end. */
  abstract isSealedFor(customerId: string, orderId: string): Promise<boolean>;

  /** With which content the cart, sealed now, was sealed. */
  abstract sealedContent(cart: Cart): Promise<SealedCart>;

  /** Stores the cart with the events recorded since it was loaded, and publishes those. */
  abstract save(cart: Cart): Promise<void>;
}
