import { describe, expect, it } from '@jest/globals';
import type { SchemaReader } from '../databases.js';
import { customersOfSealedCarts } from '../stored/index.js';
import { noCartStaysSealed } from './carts.js';

const at = new Date(0);

/** A database that keeps carts as their events. */
function keeping(events: Readonly<Record<string, readonly string[]>>): SchemaReader {
  const rows = Object.entries(events).flatMap(([customer, types]) =>
    types.map((type, index) => ({
      ...{ streamId: `cart-${customer}`, schemaVersion: 1, type: `cart.${type}`, version: index + 1, at },
      data: { orderId: 'o' },
    })),
  );
  const query = (_module: string, sql: string) =>
    Promise.resolve(sql.includes('to_regclass') ? [{ hasSnapshots: true }] : rows);
  return { query } as unknown as SchemaReader;
}

describe('a cart when nothing is under way', () => {
  it('is broken when it is still sealed, and not when a checkout has opened or renewed it', async () => {
    const sealed = await customersOfSealedCarts(
      keeping({ a: ['sealed', 'reopened'], b: ['sealed', 'renewed', 'sealed'], c: ['sealed', 'renewed'] }),
    );
    expect(noCartStaysSealed(sealed)).toEqual([
      { invariant: 'A1', what: 'the cart of b is sealed although no checkout is under way' },
    ]);
  });
});
