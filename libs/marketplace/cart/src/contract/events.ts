import { centsSchema, currencySchema, idSchema } from '@platform/http';
import { defineEvent, type EventOf } from '@platform/messaging';
import { z } from 'zod';

import { quantitySchema } from './cart-view.js';
import { sealedCartSchema } from './sealed-cart.js';

const cart = z.object({ customerId: idSchema });
const cartOfOrder = cart.extend({ orderId: idSchema });

/** An item was put, or put again: quantity and voucher are the new ones. Prices are the product's business. */
export const CartItemPut = defineEvent(
  'cart.item-put',
  1,
  cart.extend({
    productId: idSchema,
    productVersion: z.int().min(1),
    currency: currencySchema,
    quantity: quantitySchema,
    voucherCents: centsSchema,
  }),
);
export type CartItemPut = EventOf<typeof CartItemPut>;

export const CartItemRemoved = defineEvent('cart.item-removed', 1, cart.extend({ productId: idSchema }));
export type CartItemRemoved = EventOf<typeof CartItemRemoved>;

export const CartAbandoned = defineEvent('cart.abandoned', 1, cart);
export type CartAbandoned = EventOf<typeof CartAbandoned>;

/** Carries the prices of that moment: whoever asks again for the same order is told the same. */
export const CartSealed = defineEvent(
  'cart.sealed',
  1,
  cartOfOrder.extend({
    sealed: sealedCartSchema,
    /** The key it was asked for under: rows of keys are archived by nobody, and a retry must not begin another checkout. */
    idempotency: z.object({ scope: z.string(), fingerprint: z.string() }).optional(),
  }),
);
export type CartSealed = EventOf<typeof CartSealed>;

export const CartReopened = defineEvent('cart.reopened', 1, cartOfOrder);
export type CartReopened = EventOf<typeof CartReopened>;

export const CartRenewed = defineEvent('cart.renewed', 1, cartOfOrder);
export type CartRenewed = EventOf<typeof CartRenewed>;

/** Everything that happens to a customer's cart, on the stream `cart-<customerId>`. */
export type CartEvent =
  CartItemPut | CartItemRemoved | CartAbandoned | CartSealed | CartReopened | CartRenewed;
