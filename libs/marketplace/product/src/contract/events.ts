import { defineEvent, type EventOf } from '@platform/messaging';

import { productDataSchema } from './product.js';

export const ProductCreated = defineEvent('product.created', 1, productDataSchema);
export type ProductCreated = EventOf<typeof ProductCreated>;

/** The same offer at another price: version as before. */
export const ProductPriceChanged = defineEvent('product.price-changed', 1, productDataSchema);
export type ProductPriceChanged = EventOf<typeof ProductPriceChanged>;

/** Another offer under the same id, of the next version; also revives a deleted product. */
export const ProductReplaced = defineEvent('product.replaced', 1, productDataSchema);
export type ProductReplaced = EventOf<typeof ProductReplaced>;

export const ProductDeleted = defineEvent('product.deleted', 1, productDataSchema);
export type ProductDeleted = EventOf<typeof ProductDeleted>;

/** Everything that happens to a product, on the stream `product-<productId>`. */
export type ProductEvent = ProductCreated | ProductPriceChanged | ProductReplaced | ProductDeleted;
