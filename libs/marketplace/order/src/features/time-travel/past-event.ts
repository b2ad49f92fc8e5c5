import { timestampSchema, versionSchema } from '@platform/http';
import { z } from 'zod';

import { orderStatusSchema } from '../../contract/index.js';

/** One thing that happened to an order, and the status that it left the order in. */
export const pastEventSchema = z
  .object({
    version: versionSchema.describe('The version of the order that the event made'),
    type: z.string(),
    at: timestampSchema,
    status: orderStatusSchema,
    data: z
      .record(z.string(), z.unknown())
      .describe('The event itself, in the current version of its schema'),
  })
  .meta({ id: 'OrderHistoryEntry' });
export type PastEvent = z.output<typeof pastEventSchema>;
