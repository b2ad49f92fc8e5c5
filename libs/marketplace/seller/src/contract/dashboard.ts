import { idSchema, totalCentsSchema } from '@platform/http';
import { z } from 'zod';

/** One line of an open order of the seller. `amountCents` is price × quantity, `totalCents` what is due for the line. */
export const dashboardEntrySchema = z
  .object({
    orderId: idSchema,
    productId: idSchema,
    status: z.enum(['approved', 'in-transit']),
    quantity: z.int().min(1),
    amountCents: totalCentsSchema,
    freightCents: totalCentsSchema,
    voucherCents: totalCentsSchema,
    totalCents: totalCentsSchema,
  })
  .meta({ id: 'DashboardEntry' });
export type DashboardEntry = z.output<typeof dashboardEntrySchema>;

/** A seller's open orders: the entries and their aggregate. `items` counts lines, `invoiceCents` is what is due for all. */
export const dashboardSchema = z
  .object({
    sellerId: idSchema,
    orders: z.int().min(0),
    items: z.int().min(0),
    amountCents: totalCentsSchema,
    freightCents: totalCentsSchema,
    voucherCents: totalCentsSchema,
    invoiceCents: totalCentsSchema,
    entries: z.array(dashboardEntrySchema),
  })
  .meta({ id: 'Dashboard' });
export type DashboardView = z.output<typeof dashboardSchema>;
