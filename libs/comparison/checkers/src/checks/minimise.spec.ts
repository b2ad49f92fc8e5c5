import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { facts, order, priced, Scribe } from '../testing/history.fixture.js';
import { updatesAreNotLost } from './lost-updates.js';
import { shortest } from './minimise.js';
import { retriesAnswerAlike } from './order-retries.js';
import { ownWritesAreRead } from './own-writes.js';
import { ordersOnlyGoOn } from './seen-order-changes.js';
import { sessionsNeverGoBack } from './sessions.js';
import type { Found, HistoryCheck } from './tally.js';

const statuses = ['pending', 'approved', 'rejected', 'payment-failed', 'in-transit', 'delivered'] as const;
const stored = facts({ products: new Map([['oil', priced([0, 500], [1, 600], [2, 700])]]) });

/** Anything that a few clients may do and be answered, true or not. */
const anyHistory = fc
  .array(
    fc.record({
      by: fc.nat(2),
      what: fc.nat(4),
      id: fc.constantFrom('o-1', 'o-2'),
      status: fc.constantFrom(...statuses),
      number: fc.integer({ min: 1, max: 3 }),
      takes: fc.integer({ min: 1, max: 5 }),
    }),
    { maxLength: 40 },
  )
  .map((deeds) => {
    const scribe = new Scribe();
    for (const [from, { by, what, id, status, number, takes }] of deeds.entries()) {
      const when = { by, from, to: from + takes / 2 };
      const product = { revision: number, version: 1, priceCents: 400 + number * 100 };
      if (what === 0) scribe.did('read-order', { ...when, input: { orderId: id }, body: order(id, status) });
      if (what === 1)
        scribe.did('checkout', {
          ...when,
          input: { customerId: 'ana', idempotencyKey: `k-${number}` },
          status: 201,
          body: order(id, status),
        });
      if (what === 2)
        scribe.did('change-price', {
          ...when,
          input: { productId: 'oil', revision: number },
          body: { ...product, revision: number + 1 },
        });
      if (what === 3) scribe.did('read-product', { ...when, input: { productId: 'oil' }, body: product });
      if (what === 4)
        scribe.did('read-cart', {
          ...{ ...when, input: { customerId: 'ana' } },
          body: {
            status: 'open',
            items: [{ productId: 'oil', productVersion: 1, quantity: 1, unitPriceCents: product.priceCents }],
          },
        });
    }
    return scribe.operations;
  });

const checks: Readonly<Record<string, HistoryCheck>> = {
  retriesAnswerAlike,
  ownWritesAreRead,
  sessionsNeverGoBack,
  ordersOnlyGoOn,
  updatesAreNotLost,
};

describe.each(Object.entries(checks))('the shortest history of what %s finds', (_, check) => {
  const finds = (operations: Parameters<HistoryCheck>[0], { key }: Found) =>
    check(operations, stored).found.some((each) => each.key === key);

  it('shows it still, is of the history, and nothing can be left out of it', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyHistory, (operations) => {
        for (const found of check(operations, stored).found) {
          const least = shortest({ ...found, by: operations }, check, stored, 10_000);
          expect(operations).toEqual(expect.arrayContaining([...least]));
          expect(finds(least, found)).toBe(true);
          for (const one of least)
            expect(
              finds(
                least.filter((each) => each !== one),
                found,
              ),
            ).toBe(false);
          seen += 1;
        }
      }),
      // Always the same histories, and enough of them: some checks find something in few.
      { seed: 1, numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(10);
  });

  it('is found among what the check itself takes for concerned', () => {
    fc.assert(
      fc.property(anyHistory, (operations) => {
        for (const found of check(operations, stored).found)
          expect(finds(shortest(found, check, stored), found)).toBe(true);
      }),
    );
  });
});
