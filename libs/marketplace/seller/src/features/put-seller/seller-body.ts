import { sellerDetailsSchema, sellerSchema } from '../../contract/index.js';

/** What GET answered may be put back as it is: the path says whose it is. */
export const putSellerBody = sellerDetailsSchema
  .extend({ id: sellerSchema.shape.id.optional() })
  .meta({ id: 'PutSeller', description: 'id may be sent and is ignored' });

export const putSellerItem = sellerDetailsSchema
  .extend({ id: sellerSchema.shape.id })
  .meta({ id: 'PutSellerItem' });
