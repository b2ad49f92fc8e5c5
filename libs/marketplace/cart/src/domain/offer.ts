/** One version of a product, as the cart knows it from product events. */
export interface Offer {
  readonly productId: string;
  readonly version: number;
  /** Rises with every change of the product; which of two states of an offer is the later one. */
  readonly revision: number;
  readonly sellerId: string;
  readonly name: string;
  readonly priceCents: number;
  readonly freightCents: number;
  readonly currency: string;
  readonly status: 'active' | 'deleted';
}
