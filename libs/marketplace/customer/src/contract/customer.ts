import { idSchema, text } from '@platform/http';
import { z } from 'zod';

import { addressSchema } from './address.js';

/** What a customer says about themselves. */
export const customerDetailsSchema = z.object({
  name: text(200),
  email: z
    .string()
    .max(254)
    .regex(/^[^\s@]+@[^\s@]+$/, 'must be an email address'),
  address: addressSchema,
});
export type CustomerDetails = z.output<typeof customerDetailsSchema>;

/** How many of the customer's orders were approved, failed at the payment, and were delivered. */
export const orderCountsSchema = z.object({
  paidOrders: z.int().min(0),
  failedOrders: z.int().min(0),
  deliveredOrders: z.int().min(0),
});
export type OrderCounts = z.output<typeof orderCountsSchema>;

/** A customer as REST shows it. */
export const customerSchema = z
  .object({ id: idSchema, ...customerDetailsSchema.shape, ...orderCountsSchema.shape })
  .meta({ id: 'Customer' });
export type CustomerView = z.output<typeof customerSchema>;

/** A customer, as their events carry it. */
export const customerDataSchema = z.object({ customerId: idSchema, ...customerDetailsSchema.shape });
export type CustomerData = z.output<typeof customerDataSchema>;
