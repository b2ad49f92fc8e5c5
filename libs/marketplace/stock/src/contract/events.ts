import { idSchema, versionSchema } from '@platform/http';
import { defineEvent, type EventOf } from '@platform/messaging';
import { z } from 'zod';

import { dropReasonSchema } from './reservation.js';
import { piecesSchema } from './stock.js';

const product = z.object({ productId: idSchema });
const offer = product.extend({
  productVersion: versionSchema,
  productStatus: z.enum(['active', 'deleted']),
});
const pieces = product.extend({ orderId: idSchema, quantity: z.int().min(1) });

/** Nothing is available and nothing reserved yet. */
export const StockCreated = defineEvent('stock.created', 1, offer);
export type StockCreated = EventOf<typeof StockCreated>;

export const StockSet = defineEvent('stock.set', 1, product.extend({ available: piecesSchema }));
export type StockSet = EventOf<typeof StockSet>;

export const StockProductFollowed = defineEvent('stock.product-followed', 1, offer);
export type StockProductFollowed = EventOf<typeof StockProductFollowed>;

export const StockReserved = defineEvent('stock.reserved', 1, pieces);
export type StockReserved = EventOf<typeof StockReserved>;

export const StockReleased = defineEvent('stock.released', 1, pieces);
export type StockReleased = EventOf<typeof StockReleased>;

export const StockConfirmed = defineEvent('stock.confirmed', 1, pieces);
export type StockConfirmed = EventOf<typeof StockConfirmed>;

/** Everything that happens to the stock of a product, on the stream `stock-<productId>`. */
export type StockEvent =
  StockCreated | StockSet | StockProductFollowed | StockReserved | StockReleased | StockConfirmed;

/**
 * What an order was not given, on the stream `reservation-<orderId>`: a part of what it is answered again that is no stock's, all
 * the less where the product was never heard of.
 */
export const StockItemsDropped = defineEvent(
  'stock.items-dropped',
  1,
  z.object({
    orderId: idSchema,
    items: z.array(z.object({ productId: idSchema, quantity: z.int().min(1), reason: dropReasonSchema })),
  }),
);
export type StockItemsDropped = EventOf<typeof StockItemsDropped>;
