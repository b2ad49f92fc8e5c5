import { idSchema, text } from '@platform/http';
import { z } from 'zod';

/** What a seller says about their company. */
export const sellerDetailsSchema = z.object({
  name: text(200),
  email: z
    .string()
    .max(254)
    .regex(/^[^\s@]+@[^\s@]+$/, 'must be an email address'),
  address: z.object({
    street: text(200),
    city: text(100),
    region: text(100, 0),
    postalCode: text(20, 0),
    country: text(100),
  }),
});
export type SellerDetails = z.output<typeof sellerDetailsSchema>;

/** A seller as REST shows them. */
export const sellerSchema = z.object({ id: idSchema, ...sellerDetailsSchema.shape }).meta({ id: 'Seller' });
export type SellerView = z.output<typeof sellerSchema>;

/** A seller, as their events carry them. */
export const sellerDataSchema = z.object({ sellerId: idSchema, ...sellerDetailsSchema.shape });
export type SellerData = z.output<typeof sellerDataSchema>;
