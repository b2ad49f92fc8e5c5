import { z } from 'zod';
import { problem } from '../problems/problem.js';
import { unstorableText } from '../server/unstorable-text.js';

/** An opaque cursor (base64url of JSON) that holds the sort key of the last row of a page. */
export function encodeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * Reads a cursor back, checked by the schema of its key: `decodeCursor(query.cursor, z.object({ id: idSchema }))`.
 * No cursor gives `undefined`; one that was not made by `encodeCursor` for such a key is problem 400 `invalid-cursor`.
 */
export function decodeCursor<Key extends z.ZodType>(
  cursor: string | undefined,
  key: Key,
): z.output<Key> | undefined {
  if (cursor === undefined) return undefined;
  const value = jsonOf(cursor);
  const parsed = key.safeParse(value);
  if (!parsed.success || unstorableText(value) !== undefined) {
    throw problem('invalid-cursor', 'Use the nextCursor of an earlier answer of the same list, unchanged.');
  }
  return parsed.data;
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
