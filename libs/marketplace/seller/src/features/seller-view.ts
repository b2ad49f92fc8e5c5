import type { SellerData, SellerView } from '../contract/index.js';

/** The seller as REST shows them. */
export function sellerView({ sellerId, ...details }: SellerData): SellerView {
  return { id: sellerId, ...details };
}
