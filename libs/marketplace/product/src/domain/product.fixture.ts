import { newId } from '@platform/domain';

import type { ProductDetails } from '../contract/index.js';

/** Details that differ from call to call; amounts and currency only where `changes` says so. */
export function someDetails(changes: Partial<ProductDetails> = {}): ProductDetails {
  const mark = newId();
  return {
    sellerId: newId(),
    name: `Lamp ${mark}`,
    sku: `L-${mark}`,
    category: `lamps ${mark}`,
    description: `Gives light ${mark}`,
    priceCents: 1_990,
    freightCents: 490,
    currency: 'EUR',
    ...changes,
  };
}
