import { centsSchema, currencySchema, idSchema, text, versionSchema } from '@platform/http';
import { z } from 'zod';

/** What a seller says about a product. */
export const productDetailsSchema = z.object({
  sellerId: idSchema,
  name: text(200),
  sku: text(64),
  category: text(100),
  description: text(4_000, 0),
  priceCents: centsSchema,
  freightCents: centsSchema,
  currency: currencySchema,
});
export type ProductDetails = z.output<typeof productDetailsSchema>;

export const productStatusSchema = z.enum(['active', 'deleted']);
export type ProductStatus = z.output<typeof productStatusSchema>;

/** `version` rises with a replace (another offer), `revision` with every change (the entity tag). */
const productMarks = z.object({
  status: productStatusSchema,
  version: versionSchema,
  revision: versionSchema,
});

/** A product as REST shows it. */
export const productSchema = z
  .object({ id: idSchema, ...productDetailsSchema.shape, ...productMarks.shape })
  .meta({ id: 'Product' });
export type ProductView = z.output<typeof productSchema>;

/** The whole product, as its events carry it. */
export const productDataSchema = z.object({
  productId: idSchema,
  ...productDetailsSchema.shape,
  ...productMarks.shape,
});
export type ProductData = z.output<typeof productDataSchema>;
