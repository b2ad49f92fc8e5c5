import { describe, expect, it } from '@jest/globals';
import { facts, found, order, priced, Scribe } from '../testing/history.fixture.js';
import { ownItemsAreRead } from './own-carts.js';
import { ownWritesAreRead } from './own-writes.js';
import { sessionsNeverGoBack } from './sessions.js';

const checkout = (key: string, attempt = 1) => ({ customerId: 'ana', idempotencyKey: key, attempt });
const item = (unitPriceCents: number, productId = 'oil', quantity = 2) => ({
  ...{ productId, productVersion: 1, quantity, unitPriceCents },
});
const cart = (...items: readonly object[]) => ({ customerId: 'ana', status: 'open', items });

describe('R1, an own write', () => {
  it('is read by id', () => {
    const scribe = new Scribe();
    scribe.did('checkout', { from: 0, to: 1, input: checkout('k'), body: order('o-1'), status: 201 });
    scribe.did('read-order', { from: 2, to: 3, input: { orderId: 'o-1' }, body: order('o-1', 'delivered') });
    scribe.did('change-price', {
      from: 4,
      to: 5,
      input: { productId: 'oil', revision: 1 },
      body: { revision: 2 },
    });
    scribe.did('read-product', { from: 6, to: 7, input: { productId: 'oil' }, body: { revision: 2 } });
    expect(ownWritesAreRead(scribe.operations, facts())).toMatchObject({ looks: 2, found: [] });
  });

  it('is found missing: an order that is unknown, and a price that is the old one', () => {
    const scribe = new Scribe();
    scribe.did('checkout', { from: 0, to: 1, input: checkout('k'), body: order('o-1'), status: 201 });
    scribe.did('read-order', { from: 2, to: 3, input: { orderId: 'o-1' }, status: 404, type: 'fail' });
    scribe.did('change-price', {
      from: 4,
      to: 5,
      input: { productId: 'oil', revision: 1 },
      body: { revision: 2 },
    });
    scribe.did('read-product', { from: 6, to: 7, input: { productId: 'oil' }, body: { revision: 1 } });
    expect(found(ownWritesAreRead, scribe)).toMatchObject([{ shownBy: [0, 1] }, { shownBy: [2, 3] }]);
  });

  it('is not asked of what a checkout is answered again', () => {
    const scribe = new Scribe();
    const answered = { status: 201, body: order('o-1') };
    scribe.did('checkout', { from: 0, to: 1, input: checkout('k'), ...answered });
    scribe.did('read-order', { from: 2, to: 3, input: { orderId: 'o-1' }, body: order('o-1', 'in-transit') });
    scribe.did('checkout', { from: 4, to: 5, input: { ...checkout('k', 2), replay: true }, ...answered });
    expect(found(ownWritesAreRead, scribe)).toEqual([]);
    expect(found(sessionsNeverGoBack, scribe)).toEqual([]);
  });

  it("is nobody else's", () => {
    const scribe = new Scribe();
    scribe.did('change-price', {
      from: 0,
      to: 1,
      input: { productId: 'oil', revision: 1 },
      body: { revision: 2 },
    });
    scribe.did('read-product', { by: 1, from: 2, to: 3, input: { productId: 'oil' }, body: { revision: 1 } });
    expect(ownWritesAreRead(scribe.operations, facts())).toMatchObject({ looks: 0 });
  });

  const put = (scribe: Scribe, from: number, quantity: number) =>
    scribe.did('put-item', {
      from,
      to: from + 0.5,
      input: { customerId: 'ana', productId: 'oil', quantity },
    });
  const read = (scribe: Scribe, from: number, ...items: readonly object[]) =>
    scribe.did('read-cart', { from, to: from + 0.5, input: { customerId: 'ana' }, body: cart(...items) });

  it('is in the cart, as it was put last', () => {
    const scribe = new Scribe();
    put(scribe, 0, 2);
    put(scribe, 1, 3);
    read(scribe, 2, item(500, 'oil', 3));
    expect(ownItemsAreRead(scribe.operations, facts())).toMatchObject({ looks: 1, found: [] });
  });

  it('is found missing in the cart', () => {
    const scribe = new Scribe();
    put(scribe, 0, 2);
    put(scribe, 1, 3);
    read(scribe, 2, item(500, 'oil', 2));
    expect(found(ownItemsAreRead, scribe)).toMatchObject([{ shownBy: [1, 2] }]);
  });

  it('may be gone after a checkout that nobody knows the end of', () => {
    const scribe = new Scribe();
    scribe.did('checkout', { by: 5, from: 0, to: 0.5, input: checkout('k'), type: 'info' });
    put(scribe, 1, 3);
    read(scribe, 2);
    expect(ownItemsAreRead(scribe.operations, facts())).toMatchObject({ looks: 0, found: [] });
  });
});

describe('R2, the reads of a session', () => {
  const stored = facts({ products: new Map([['oil', priced([0, 500], [1, 600], [2, 700])]]) });
  const reads = (sessions: readonly number[], ...prices: readonly number[]) => {
    const scribe = new Scribe();
    for (const [index, cents] of prices.entries()) {
      const by = sessions[index] ?? 0;
      scribe.did('read-cart', {
        by,
        from: 3 + index,
        to: 3.5 + index,
        input: { customerId: 'ana' },
        body: cart(item(cents)),
      });
    }
    return scribe;
  };

  it('go on, whatever other sessions read', () => {
    expect(sessionsNeverGoBack(reads([0, 1, 0], 500, 700, 600).operations, stored)).toMatchObject({
      looks: 1,
      found: [],
    });
  });

  it('are behind as long as they have not come back to where they were', () => {
    expect(sessionsNeverGoBack(reads([], 500, 700, 600, 600, 700).operations, stored).occurrences).toBe(2);
  });

  it('are found to go back', () => {
    expect(found(sessionsNeverGoBack, reads([0, 0, 0], 500, 700, 600), stored)).toMatchObject([
      { shownBy: [1, 2] },
    ]);
  });
});
