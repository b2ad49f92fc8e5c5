import { describe, expect, it } from '@jest/globals';
import { facts, iso, order, priced, Scribe } from '../testing/history.fixture.js';
import type { Operation } from '../history/operation.js';
import { ordersUnseenOnDashboards, pricesUnseenInCarts } from './unseen-windows.js';

const always = () => true;

describe('a changed price that somebody waits for', () => {
  const stored = facts({ products: new Map([['oil', priced([0, 500], [1.5, 600], [2.5, 700])]]) });
  const watched = (...looks: readonly (readonly [from: number, cents: number])[]) => {
    const scribe = new Scribe();
    scribe.did('change-price', {
      ...{ by: 9, from: 1, to: 2, input: { productId: 'oil', priceCents: 600, revision: 1 } },
      body: { revision: 2, version: 1, priceCents: 600 },
    });
    for (const [from, unitPriceCents] of looks)
      scribe.did('read-cart', {
        ...{ from, to: from + 0.25, input: { customerId: 'ana', watch: { productId: 'oil', revision: 2 } } },
        body: {
          status: 'open',
          items: [{ productId: 'oil', productVersion: 1, quantity: 1, unitPriceCents }],
        },
      });
    return scribe.operations;
  };

  it('is unseen for one window, however often it was looked for: until the first look that shows it', () => {
    const looks = watched([2.1, 500], [2.5, 500], [3, 600], [4, 600]);
    expect(pricesUnseenInCarts(looks, stored, always)).toEqual([1_250]);
  });

  it('is unseen for nothing where the first look shows it, or a later one', () => {
    expect(pricesUnseenInCarts(watched([2.1, 600]), stored, always)).toEqual([0]);
    expect(pricesUnseenInCarts(watched([2.6, 700]), stored, always)).toEqual([0]);
  });

  it('is unseen until the last look where the wait was given up', () => {
    expect(pricesUnseenInCarts(watched([2.1, 500], [4, 500]), stored, always)).toEqual([2_000]);
  });

  it('has no window where nobody waits for it, or where the change does not count', () => {
    expect(pricesUnseenInCarts(watched(), stored, always)).toEqual([]);
    const notThat = ({ name }: Operation) => name !== 'change-price';
    expect(pricesUnseenInCarts(watched([2.1, 500], [3, 600]), stored, notThat)).toEqual([]);
  });
});

describe('an approved order that somebody waits for', () => {
  const watched = (deliveredAt: number | null, ...looks: readonly (readonly [number, boolean])[]) => {
    const scribe = new Scribe();
    scribe.did('checkout', {
      ...{ by: 1, from: 1, to: 1.5, input: { customerId: 'ana', idempotencyKey: 'k' } },
      ...{ status: 201, body: order('o-1') },
    });
    for (const [from, shows] of looks)
      scribe.did('dashboard', {
        ...{ from, to: from + 0.5, input: { sellerId: 'olive', watch: { orderId: 'o-1' } } },
        body: { sellerId: 'olive', entries: shows ? [{ orderId: 'o-1', productId: 'oil' }] : [] },
      });
    const stored =
      deliveredAt === null
        ? order('o-1')
        : order('o-1', 'delivered', {
            statusHistory: [
              { status: 'pending', at: iso(1) },
              { status: 'delivered', at: iso(deliveredAt) },
            ],
          });
    return ordersUnseenOnDashboards(scribe.operations, facts({ stored: [stored] }), always);
  };

  it('is unseen until the first look that shows it, and for nothing where that is the very first', () => {
    expect(watched(null, [2, false], [3, true])).toEqual([2_000]);
    expect(watched(null, [2, true])).toEqual([0]);
  });

  it('is not missed when it was delivered meanwhile', () => {
    expect(watched(1.9, [2, false], [3, false])).toEqual([]);
  });
});
