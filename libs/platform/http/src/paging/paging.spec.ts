import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from './cursor.js';
import { pageFrom } from './page.js';

const key = z.strictObject({ at: z.string(), id: z.string() });

describe('a cursor', () => {
  it('comes back as the key it was made of', () => {
    const cursor = encodeCursor({ at: '2026-01-01', id: 'ü/1' });
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(decodeCursor(cursor, key)).toEqual({ at: '2026-01-01', id: 'ü/1' });
    expect(decodeCursor(undefined, key)).toBeUndefined();
  });

  it.each([
    ['garbage', 'xx'],
    ['another list', encodeCursor({ id: 'x' })],
    ['not an object', encodeCursor(null)],
    ['a NUL character', encodeCursor({ at: 'a\0', id: 'x' })],
    ['cut short', encodeCursor({ at: 'a', id: 'b' }).slice(0, -3)],
  ])('is refused when it is %s', (_what, cursor) => {
    expect(() => decodeCursor(cursor, key)).toThrow(
      expect.objectContaining({ type: 'invalid-cursor', status: 400 }),
    );
  });
});

describe('a page', () => {
  it('has a next one only when a row was left over', () => {
    const cursorOf = (last: { id: string }) => encodeCursor(last.id);
    const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
    expect(pageFrom(rows, 2, cursorOf)).toEqual({ items: rows.slice(0, 2), nextCursor: encodeCursor('b') });
    expect(pageFrom(rows, 3, cursorOf)).toEqual({ items: rows });
    expect(pageFrom([], 3, cursorOf)).toEqual({ items: [] });
  });
});
