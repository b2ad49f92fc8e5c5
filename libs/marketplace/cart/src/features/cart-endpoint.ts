import { entityTagsHeader, idSchema } from '@platform/http';
import { z } from 'zod';

/** What the routes of a cart share. */
export const cartParams = z.object({ customerId: idSchema });
export const itemParams = cartParams.extend({ productId: idSchema });
export const ifMatchHeaders = z.object({ 'if-match': entityTagsHeader.optional() });
