import { centsSchema, idSchema, text, totalCentsSchema } from '@platform/http';
import { z } from 'zod';

/** An item as the cart sealed it: priced as the cart knew it, the voucher as it was asked for. */
export const orderItemSchema = z.object({
  productId: idSchema,
  productVersion: z.int().min(1),
  sellerId: idSchema,
  name: text(200),
  quantity: z.int().min(1).max(1_000),
  unitPriceCents: centsSchema,
  freightCents: centsSchema,
  voucherCents: totalCentsSchema,
});
export type OrderItem = z.output<typeof orderItemSchema>;

/** A line of an order. `freightCents` is for the line, `voucherCents` is what was applied; `totalCents` is due. */
export const orderLineSchema = orderItemSchema
  .extend({ totalCents: totalCentsSchema })
  .meta({ id: 'OrderLine' });
export type OrderLine = z.output<typeof orderLineSchema>;

/** An item that was asked for and could not be had. */
export const droppedItemSchema = z
  .object({ productId: idSchema, reason: z.enum(['unavailable', 'out-of-stock']) })
  .meta({ id: 'DroppedItem' });
export type DroppedItem = z.output<typeof droppedItemSchema>;
export type DropReason = DroppedItem['reason'];

/** Sums over the lines, in cents: `totalCents = itemsCents + freightCents − voucherCents`. */
export const orderTotalsSchema = z.object({
  itemsCents: totalCentsSchema,
  freightCents: totalCentsSchema,
  voucherCents: totalCentsSchema,
  totalCents: totalCentsSchema,
});
export type OrderTotals = z.output<typeof orderTotalsSchema>;
