import { z } from 'zod';

import { productDetailsSchema, productSchema } from '../../contract/index.js';

/** What GET answered may be put back as it is: members that are not a seller's to set are ignored. */
const readOnlyMembers = productSchema.pick({ status: true, version: true, revision: true }).partial().shape;

const putable = z.object({
  ...productDetailsSchema.shape,
  description: productDetailsSchema.shape.description.default(''),
  ...readOnlyMembers,
});

export const putProductBody = putable
  .extend({ id: productSchema.shape.id.optional() })
  .meta({ id: 'PutProduct', description: 'id, status, version and revision may be sent and are ignored' });

export const putProductItem = putable
  .extend({ id: productSchema.shape.id })
  .meta({ id: 'PutProductItem', description: 'status, version and revision may be sent and are ignored' });
