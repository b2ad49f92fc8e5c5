import { currencySchema, idSchema, timestampSchema, versionSchema } from '@platform/http';
import { z } from 'zod';

import { droppedItemSchema, orderLineSchema, orderTotalsSchema } from './order-line.js';

/** `pending → approved | rejected | payment-failed`, `approved → in-transit → delivered`; nothing else. */
export const orderStatusSchema = z.enum([
  'pending',
  'approved',
  'rejected',
  'payment-failed',
  'in-transit',
  'delivered',
]);
export type OrderStatus = z.output<typeof orderStatusSchema>;

export const statusEntrySchema = z
  .object({ status: orderStatusSchema, at: timestampSchema, reason: z.string().optional() })
  .meta({ id: 'OrderStatusEntry' });
export type StatusEntry = z.output<typeof statusEntrySchema>;

/** An order as REST shows it and as other modules read it. `number` counts the customer's orders from 1. */
export const orderViewSchema = z
  .object({
    id: idSchema,
    customerId: idSchema,
    number: z.int().min(1),
    status: orderStatusSchema,
    statusHistory: z.array(statusEntrySchema),
    lines: z.array(orderLineSchema),
    dropped: z.array(droppedItemSchema),
    ...orderTotalsSchema.shape,
    currency: currencySchema,
    version: versionSchema,
    createdAt: timestampSchema,
    updatedAt: timestampSchema,
  })
  .meta({ id: 'Order' });
export type OrderView = z.output<typeof orderViewSchema>;
