import { z } from 'zod';

/** Visible ASCII without comma or quotes; a UUID is the usual choice. A repeated header arrives with a comma and is refused. */
export const idempotencyKeyHeader = z
  .string()
  .regex(
    /^[A-Za-z0-9._~:@!$&()*+;=/-]{1,255}$/,
    'must be 1 to 255 visible ASCII characters without commas, quotes or blanks',
  );
