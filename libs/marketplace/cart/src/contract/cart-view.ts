import { centsSchema, idSchema, text } from '@platform/http';
import { z } from 'zod';

export const MAX_ITEMS = 100;
export const MAX_QUANTITY = 1_000;

export const quantitySchema = z.int().min(1).max(MAX_QUANTITY);

/** An item as the cart knows it: priced by its replica of the product version that it was put with. */
export const cartItemSchema = z
  .object({
    productId: idSchema,
    sellerId: idSchema,
    name: text(200),
    quantity: quantitySchema,
    unitPriceCents: centsSchema,
    freightCents: centsSchema,
    voucherCents: centsSchema,
    productVersion: z.int().min(1),
  })
  .meta({ id: 'CartItem' });
export type CartItemView = z.output<typeof cartItemSchema>;

export const cartStatusSchema = z.enum(['open', 'sealed']);
export type CartStatus = z.output<typeof cartStatusSchema>;

/** A cart as REST shows it. It is sealed while a checkout of it is under way. */
export const cartViewSchema = z
  .object({ customerId: idSchema, status: cartStatusSchema, items: z.array(cartItemSchema) })
  .meta({ id: 'Cart' });
export type CartView = z.output<typeof cartViewSchema>;
