import { idSchema } from '@platform/http';
import { z } from 'zod';

/** What is to be reserved: the pieces of a product, as the offer of this version. One item per product. */
export const itemToReserveSchema = z.object({
  productId: idSchema,
  productVersion: z.int().min(1),
  quantity: z.int().min(1),
});
export type ItemToReserve = z.output<typeof itemToReserveSchema>;

export const dropReasonSchema = z.enum(['unavailable', 'out-of-stock']);
export type DropReason = z.output<typeof dropReasonSchema>;

/** What an order got, and what it did not get. */
export const reservationSchema = z.object({
  reserved: z.array(z.object({ productId: idSchema, quantity: z.int().min(1) })),
  dropped: z.array(z.object({ productId: idSchema, reason: dropReasonSchema })),
});
export type Reservation = z.output<typeof reservationSchema>;
