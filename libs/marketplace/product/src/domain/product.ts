import { AggregateRoot, DomainError } from '@platform/domain';

import type { ProductData, ProductDetails, ProductEvent } from '../contract/index.js';

export type PutOutcome = 'created' | 'replaced' | 'unchanged';

/** One offer of a seller. The state is `null` until it was created. Its revision is the version of its stream. */
export class Product extends AggregateRoot<ProductData | null, ProductEvent> {
  /** A product that does not exist (yet). */
  static unknown(id: string): Product {
    return new Product(id, null, 0);
  }

  static restore(data: ProductData): Product {
    return new Product(data.productId, data, data.revision);
  }

  /** Creates the product, or makes it another offer: the next version. The same details again change nothing. */
  put(details: ProductDetails): PutOutcome {
    const before = this.state;
    if (!before) {
      this.record({ type: 'product.created', data: this.next(details, 1) });
      return 'created';
    }
    if (before.status === 'active' && isSameOffer(before, details)) return 'unchanged';
    this.record({ type: 'product.replaced', data: this.next(details, before.version + 1) });
    return 'replaced';
  }

  /** @throws DomainError `product-deleted` */
  changePrice(priceCents: number): void {
    const before = this.data;
    if (before.status === 'deleted')
      throw new DomainError(
        'product-deleted',
        `Product ${this.id} is deleted and has no price to change; put it again to revive it.`,
      );
    if (before.priceCents === priceCents) return;
    this.record({
      type: 'product.price-changed',
      data: { ...before, priceCents, revision: this.version + 1 },
    });
  }

  delete(): void {
    const before = this.data;
    if (before.status === 'deleted') return;
    this.record({
      type: 'product.deleted',
      data: { ...before, status: 'deleted', revision: this.version + 1 },
    });
  }

  /** The product's state, for callers who know that it exists. */
  get data(): ProductData {
    if (!this.state) throw new Error(`Product ${this.id} does not exist.`);
    return this.state;
  }

  protected override evolve(_state: ProductData | null, event: ProductEvent): ProductData {
    return event.data;
  }

  private next(details: ProductDetails, version: number): ProductData {
    const { sellerId, name, sku, category, description, priceCents, freightCents, currency } = details;
    return {
      productId: this.id,
      ...{ sellerId, name, sku, category, description, priceCents, freightCents, currency },
      status: 'active',
      version,
      revision: this.version + 1,
    };
  }
}

function isSameOffer(a: ProductDetails, b: ProductDetails): boolean {
  return (
    a.sellerId === b.sellerId &&
    a.name === b.name &&
    a.sku === b.sku &&
    a.category === b.category &&
    a.description === b.description &&
    a.priceCents === b.priceCents &&
    a.freightCents === b.freightCents &&
    a.currency === b.currency
  );
}
