import { describe, expect, it } from '@jest/globals';
import { facts, found, iso, order, priced, Scribe, second } from '../testing/history.fixture.js';
import { capturedWhatWasOrdered, orderedAtTheReadPrice } from './moved-prices.js';
import { paidPricesWereOffered } from './paid-prices.js';
import { pricesArriveInOrder } from './price-order.js';

const checkout = (key: string, attempt = 1) => ({ customerId: 'ana', idempotencyKey: key, attempt });
const item = (unitPriceCents: number, productId = 'oil', quantity = 2) => ({
  ...{ productId, productVersion: 1, quantity, unitPriceCents },
});
const cart = (...items: readonly object[]) => ({ customerId: 'ana', status: 'open', items });

describe('P1, a price that was paid', () => {
  const bought = () => {
    const scribe = new Scribe();
    scribe.did('checkout', { from: 10, to: 11, input: checkout('k'), type: 'info' });
    scribe.did('checkout', {
      by: 1,
      from: 12,
      to: 13,
      input: checkout('k', 2),
      status: 201,
      body: order('o-1'),
    });
    return scribe;
  };
  const at = (...prices: readonly (readonly [at: number, cents: number, version?: number])[]) =>
    facts({
      stored: [
        order('o-1', 'approved', {
          statusHistory: [
            { status: 'pending', at: iso(10) },
            { status: 'approved', at: iso(11) },
          ],
        }),
      ],
      products: new Map([['oil', priced(...prices)]]),
      replicaLagMs: 500,
    });

  const freighted = (stored: ReturnType<typeof at>) => ({
    ...stored,
    products: new Map([['oil', priced([0, 500]).map((state) => ({ ...state, freightCents: 1 }))]]),
  });

  it.each([
    ['when it began', at([0, 500])],
    ['until shortly before it began', at([0, 500], [9, 600])],
    ['while it was under way', at([0, 400], [10.5, 500], [10.6, 700])],
  ])('was the price %s', (_, stored) => {
    expect(paidPricesWereOffered(bought().operations, stored)).toMatchObject({ looks: 1, found: [] });
  });

  it.each([
    ['was never the price', at([0, 400])],
    ['was gone before the copy could be behind', at([0, 500], [8, 600])],
    ['came after the decision', at([0, 400], [11.5, 500])],
    ['was that of another version', at([0, 500, 2])],
    ['was that of another freight', freighted(at([0, 500]))],
  ])('%s', (_, stored) => {
    expect(found(paidPricesWereOffered, bought(), stored)).toMatchObject([{ shownBy: [0, 1] }]);
  });

  it('may be an old one while a fault keeps copies behind', () => {
    const stored = { ...at([0, 500], [2, 600]), lastFaultHealedAt: second(9) };
    expect(found(paidPricesWereOffered, bought(), stored)).toEqual([]);
  });
});

describe('P2, prices of one seller', () => {
  const changed = (scribe: Scribe, productId: string, from: number) =>
    scribe.did('change-price', {
      by: 9,
      from,
      to: from + 0.5,
      input: { productId, priceCents: 600, revision: 1 },
      body: { revision: 2, version: 1, priceCents: 600 },
    });
  const seen = (...items: readonly object[]) => {
    const scribe = new Scribe();
    changed(scribe, 'oil', 1);
    changed(scribe, 'salt', 2);
    scribe.did('read-cart', { from: 3, to: 4, input: { customerId: 'ana' }, body: cart(...items) });
    return scribe;
  };
  const stored = facts({
    products: new Map([
      ['oil', priced([0, 500], [1.2, 600])],
      ['salt', priced([0, 500], [2.2, 600])],
    ]),
  });

  it('arrive in their order, the last ones perhaps later', () => {
    const scribe = seen(item(600, 'oil'), item(500, 'salt'));
    expect(pricesArriveInOrder(scribe.operations, stored)).toMatchObject({ looks: 1, occurrences: 0 });
  });

  it('are found to arrive out of it', () => {
    expect(found(pricesArriveInOrder, seen(item(500, 'oil'), item(600, 'salt')), stored)).toMatchObject([
      { shownBy: [0, 1, 2] },
    ]);
  });
});

describe('I4, a price from step to step', () => {
  const shopped = (...prices: readonly number[]) => {
    const scribe = new Scribe();
    for (const [index, cents] of prices.entries())
      scribe.did('read-cart', {
        from: index,
        to: index + 0.5,
        input: { customerId: 'ana' },
        body: cart(item(cents)),
      });
    scribe.did('checkout', { from: 10, to: 11, input: checkout('k'), body: order('o-1'), status: 201 });
    return scribe;
  };
  const stored = facts({ stored: [order('o-1')], captured: new Map([['o-1', 1_000]]) });

  it('is what the cart showed last, and what was captured', () => {
    expect(orderedAtTheReadPrice(shopped(400, 500).operations, stored)).toMatchObject({
      looks: 1,
      found: [],
    });
    expect(capturedWhatWasOrdered(shopped().operations, stored)).toMatchObject({ looks: 1, found: [] });
  });

  it('is found to differ between cart and order', () => {
    expect(found(orderedAtTheReadPrice, shopped(500, 400), stored)).toMatchObject([{ shownBy: [1, 2] }]);
  });

  it('is found to differ between order and payment', () => {
    expect(
      found(capturedWhatWasOrdered, shopped(), { ...stored, captured: new Map([['o-1', 999]]) }),
    ).toMatchObject([{ shownBy: [0] }]);
  });
});
