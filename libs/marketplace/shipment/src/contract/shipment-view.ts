import { idSchema } from '@platform/http';
import { z } from 'zod';

/** `created → in-transit` with the first delivered package, `→ delivered` with the last. */
export const shipmentStatusSchema = z.enum(['created', 'in-transit', 'delivered']);
export type ShipmentStatus = z.output<typeof shipmentStatusSchema>;

export const packageViewSchema = z
  .object({
    id: idSchema,
    productId: idSchema,
    sellerId: idSchema,
    quantity: z.int().min(1),
    status: z.enum(['shipped', 'delivered']),
  })
  .meta({ id: 'Package' });
export type PackageView = z.output<typeof packageViewSchema>;

/** A shipment as REST shows it: a package per order line, in the order of the lines. */
export const shipmentViewSchema = z
  .object({ orderId: idSchema, status: shipmentStatusSchema, packages: z.array(packageViewSchema) })
  .meta({ id: 'Shipment' });
export type ShipmentView = z.output<typeof shipmentViewSchema>;
