import type { ProductView } from '../contract/index.js';

export interface ProductFilter {
  readonly sellerId?: string | undefined;
  readonly category?: string | undefined;
}

/** The products that are on offer, in the order of their ids. */
export abstract class ProductList {
  /** Up to `limit` of them with an id above `after`, in the current unit of work. */
  abstract page(filter: ProductFilter, after: string | undefined, limit: number): Promise<ProductView[]>;
}
