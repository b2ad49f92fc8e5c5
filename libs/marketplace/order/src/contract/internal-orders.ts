import { idSchema } from '@platform/http';
import { z } from 'zod';

import { orderViewSchema } from './order-view.js';

/** Many orders at once, for other services; the public API reads them one by one or by customer. */
export const INTERNAL_ORDERS_PATH = '/internal/orders';
export const MOST_INTERNAL_ORDERS = 50;

/** Ids separated by commas, at most {@link MOST_INTERNAL_ORDERS}. */
export const internalOrdersQuery = z.strictObject({
  ids: z
    .string()
    .transform((ids) => ids.split(','))
    .pipe(z.array(idSchema).max(MOST_INTERNAL_ORDERS)),
});

/** Those of the orders asked for that there are, in no order. */
export const internalOrdersSchema = z.object({ orders: z.array(orderViewSchema) });
