import { z } from 'zod';

import { piecesSchema, stockSchema } from '../../contract/index.js';

/** What GET answered may be put back as it is: what is not `available` is not the caller's to set and is ignored. */
const readOnlyMembers = stockSchema.omit({ available: true }).partial().shape;

export const setStockBody = z
  .object({ ...readOnlyMembers, available: piecesSchema })
  .meta({ id: 'SetStock', description: 'Members other than available may be sent and are ignored' });

export const setStockItem = z
  .object({ ...readOnlyMembers, available: piecesSchema, productId: stockSchema.shape.productId })
  .meta({ id: 'SetStockItem', description: 'Members other than productId and available are ignored' });
