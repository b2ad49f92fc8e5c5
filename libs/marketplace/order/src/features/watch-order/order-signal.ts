import { timestampSchema, versionSchema } from '@platform/http';
import { z } from 'zod';

import { orderStatusSchema } from '../../contract/index.js';

/** What a watcher is told of one event: `type` is the event's, or `order.snapshot` for all up to `version`. */
export const orderSignalSchema = z
  .object({ type: z.string(), version: versionSchema, at: timestampSchema, status: orderStatusSchema })
  .meta({ id: 'OrderEvent' });
export type OrderSignal = z.output<typeof orderSignalSchema>;
