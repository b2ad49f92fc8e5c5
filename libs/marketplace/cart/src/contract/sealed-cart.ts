import { addressSchema } from '@marketplace/customer/contract';
import { orderItemSchema } from '@marketplace/order/contract';
import { currencySchema } from '@platform/http';
import { z } from 'zod';

/** An item priced as the cart knew it when it was sealed, the voucher as it was asked for. */
export const sealedItemSchema = orderItemSchema;
export type SealedItem = z.output<typeof sealedItemSchema>;

/** What a checkout begins with. The address is the customer's own. */
export const sealedCartSchema = z.object({
  currency: currencySchema,
  shippingAddress: addressSchema,
  items: z.array(sealedItemSchema),
});
export type SealedCart = z.output<typeof sealedCartSchema>;
