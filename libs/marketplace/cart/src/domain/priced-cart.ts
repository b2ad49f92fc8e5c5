import type { CartItemView, CartView, SealedCart, SealedItem } from '../contract/index.js';
import type { Cart } from './cart.js';
import type { Offer } from './offer.js';

/** A cart with what its items cost now. */
export class PricedCart {
  /**
   * @param address where the customer lives
   * @param offers those that the cart's items were put with
   */
  constructor(
    readonly cart: Cart,
    private readonly address: SealedCart['shippingAddress'],
    private readonly offers: readonly Offer[],
  ) {}

  /**
   * Entity tag of the representation: it changes with the cart, and with a price that reached the cart without a change of
   * it. Revisions only rise, so for one version of the cart their sum tells any two states of its offers apart.
   */
  get tag(): string {
    return `${this.cart.version}-${this.offers.reduce((sum, { revision }) => sum + revision, 0)}`;
  }

  view(): CartView {
    const items: CartItemView[] = this.items();
    return { customerId: this.cart.id, status: this.cart.state.status, items };
  }

  /** What sealing the cart now fixes. The cart must not be empty. */
  sealed(): SealedCart {
    return {
      currency: this.cart.state.items[0]?.currency ?? '',
      shippingAddress: this.address,
      items: this.items(),
    };
  }

  private items(): SealedItem[] {
    const offers = new Map(this.offers.map((offer) => [offer.productId, offer]));
    return this.cart.state.items.map(({ productId, productVersion, quantity, voucherCents }) => {
      const offer = offers.get(productId);
      if (offer?.version !== productVersion)
        throw new Error(
          `Cart ${this.cart.id} holds version ${productVersion} of product ${productId}, which is unknown.`,
        );
      const { sellerId, name, priceCents, freightCents } = offer;
      return {
        productId,
        productVersion,
        sellerId,
        name,
        quantity,
        unitPriceCents: priceCents,
        freightCents,
        voucherCents,
      };
    });
  }
}
