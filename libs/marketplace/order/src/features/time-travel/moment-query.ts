import { integerParameter } from '@platform/http';
import { z } from 'zod';

import type { Moment } from './order-past.js';

const LAST_VERSION = 2 ** 31 - 1;

/** Which moment of an order is asked for; none of them for now. */
export const momentQuery = z
  .strictObject({
    at: z.iso
      .datetime({ offset: true })
      .describe('The order as it was at this time (RFC 3339). Only where orders are kept as events.')
      .optional(),
    version: integerParameter(1, LAST_VERSION)
      .describe('The order as this version of it was. Only where orders are kept as events.')
      .optional(),
  })
  .refine(({ at, version }) => at === undefined || version === undefined, {
    path: ['version'],
    message: 'at and version exclude each other',
  });

export function momentOf({ at, version }: z.output<typeof momentQuery>): Moment | undefined {
  if (version !== undefined) return { version };
  return at === undefined ? undefined : { at: new Date(at) };
}
