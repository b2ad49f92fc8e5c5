import { z } from 'zod';

export const DEFAULT_PAGE_LIMIT = 20;
export const MAX_PAGE_LIMIT = 100;

/** A query parameter that is an integer between `min` and `max`, written in decimal digits. */
export function integerParameter(min: number, max: number) {
  return z
    .string()
    .regex(/^-?\d{1,15}$/, 'must be an integer')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .meta({ published: { type: 'integer', minimum: min, maximum: max } });
}

/** `limit` and `cursor` of every list; extend it with the list's own filters: `pageQuery.extend({ customerId: idSchema })`. */
export const pageQuery = z.object({
  limit: integerParameter(1, MAX_PAGE_LIMIT).default(DEFAULT_PAGE_LIMIT),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,500}$/, 'must be the nextCursor of an earlier answer')
    .optional(),
});

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

/** The published shape of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().optional() });
}

/**
 * A page out of up to `limit + 1` rows: the extra row only tells that there is more.
 * @param cursorOf the cursor after a row that is the last of its page
 */
export function pageFrom<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => string,
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, nextCursor: cursorOf(last) } : { items };
}
