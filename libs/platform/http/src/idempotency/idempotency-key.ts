import { z } from 'zod';

/** A UUID is the usual choice, in quotes or not. A repeated header arrives joined by a comma, and is refused. */
export const idempotencyKeyHeader = z
  .string()
  .regex(
    /^[\x21-\x2b\x2d-\x7e]{1,255}$/,
    'must be 1 to 255 visible ASCII characters without commas or blanks',
  );
