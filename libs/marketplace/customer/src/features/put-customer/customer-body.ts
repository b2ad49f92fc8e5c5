import { z } from 'zod';

import { customerDetailsSchema, customerSchema, orderCountsSchema } from '../../contract/index.js';

/** What GET answered may be put back as it is: the counts are not the customer's to set and are ignored. */
const putable = z.object({ ...customerDetailsSchema.shape, ...orderCountsSchema.partial().shape });

export const putCustomerBody = putable
  .extend({ id: customerSchema.shape.id.optional() })
  .meta({ id: 'PutCustomer', description: 'id and the counts of orders may be sent and are ignored' });

export const putCustomerItem = putable
  .extend({ id: customerSchema.shape.id })
  .meta({ id: 'PutCustomerItem', description: 'the counts of orders may be sent and are ignored' });
