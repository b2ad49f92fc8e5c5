import type { SealedCart } from '../contract/index.js';
import type { Offer } from './offer.js';

/** What the cart knows of products: every version that was ever offered. */
export abstract class Offers {
  /** The product's latest version; `undefined` when the product is not known here (yet). */
  abstract current(productId: string): Promise<Offer | undefined>;

  /** Takes a state of an offer, unless a later one is known. */
  abstract take(offer: Offer): Promise<void>;
}

/** What the cart knows of customers. */
export abstract class Customers {
  abstract take(customerId: string, address: SealedCart['shippingAddress']): Promise<void>;
}
