import { defineEvent, type EventOf } from '@platform/messaging';

import { sellerDataSchema } from './seller.js';

export const SellerRegistered = defineEvent('seller.registered', 1, sellerDataSchema);
export type SellerRegistered = EventOf<typeof SellerRegistered>;

export const SellerChanged = defineEvent('seller.changed', 1, sellerDataSchema);
export type SellerChanged = EventOf<typeof SellerChanged>;

/** Everything that happens to a seller, on the stream `seller-<sellerId>`. */
export type SellerEvent = SellerRegistered | SellerChanged;
