import { z } from 'zod';

/** Where the packages go: the address that the checkout was made with, kept as it was. */
export const shippingAddressSchema = z.object({
  street: z.string(),
  city: z.string(),
  region: z.string(),
  postalCode: z.string(),
  country: z.string(),
});
export type ShippingAddress = z.output<typeof shippingAddressSchema>;
