import type { ProductData, ProductView } from '../contract/index.js';

/** The product as REST shows it. */
export function productView({ productId, ...rest }: ProductData): ProductView {
  return { id: productId, ...rest };
}
