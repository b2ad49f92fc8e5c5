import { describe, expect, it } from '@jest/globals';
import { facts, found, line, order, priced, Scribe } from '../testing/history.fixture.js';
import { changesAreKept, deliveriesAreKept } from './kept-writes.js';
import { updatesAreNotLost } from './lost-updates.js';
import { seenStockIsSound } from './seen-stock.js';
import { noMoreIsSoldThanThereWas, packagesAreDeliveredOnce } from './write-skew.js';

describe('I1, changes of price', () => {
  const changes = (...revisions: readonly number[]) => {
    const scribe = new Scribe();
    for (const [index, revision] of revisions.entries())
      scribe.did('change-price', {
        by: index,
        from: index,
        to: index + 0.5,
        input: { productId: 'oil', revision },
        body: { revision: index + 2 },
      });
    return scribe;
  };

  it('each have a revision of their own', () => {
    expect(updatesAreNotLost(changes(1, 2, 3).operations, facts())).toMatchObject({ looks: 3, found: [] });
  });

  it('change nothing with the price that is there already', () => {
    const scribe = new Scribe();
    const same = { input: { productId: 'oil', revision: 3 }, body: { revision: 3 } };
    scribe.did('change-price', { from: 0, to: 1, ...same });
    expect(updatesAreNotLost(scribe.operations, facts())).toMatchObject({ looks: 0, found: [] });
  });

  it('are found to be applied to another revision than the one they name: with them what they overwrote', () => {
    expect(found(updatesAreNotLost, changes(1, 1, 3, 3))).toMatchObject([
      { message: expect.stringContaining('named revision 1'), shownBy: [0, 1] },
      { message: expect.stringContaining('named revision 3'), shownBy: [2, 3] },
    ]);
    expect(updatesAreNotLost(changes(1, 1, 3).operations, facts())).toMatchObject({ occurrences: 1 });
  });

  it('are found to make one and the same revision', () => {
    const scribe = changes(1);
    scribe.did('change-price', {
      ...{ by: 1, from: 5, to: 6, input: { productId: 'oil', revision: 1 } },
      body: { revision: 2 },
    });
    expect(found(updatesAreNotLost, scribe)).toMatchObject([{ shownBy: [0, 1] }]);
  });
});

describe('I1, what was answered', () => {
  const stored = facts({
    products: new Map([['oil', priced([0, 500], [1, 600], [2, 700, 2])]]),
    delivered: new Set(['p-1']),
  });

  it.each([
    ['a price', { revision: 2, version: 1, priceCents: 600 }, 0],
    ['another price', { revision: 2, version: 1, priceCents: 601 }, 1],
    ['a price of another version', { revision: 3, version: 1, priceCents: 700 }, 1],
    ['a revision that is nowhere', { revision: 4, version: 2, priceCents: 800 }, 1],
  ])('is recorded: %s', (_, body, times) => {
    const scribe = new Scribe();
    scribe.did('replace-product', { from: 0, to: 1, input: { productId: 'oil' }, body });
    expect(changesAreKept(scribe.operations, stored)).toMatchObject({ looks: 1, occurrences: times });
    expect(found(changesAreKept, scribe, stored)).toMatchObject(times ? [{ shownBy: [0] }] : []);
  });

  it('may be from before what the log still has', () => {
    const scribe = new Scribe();
    const body = { revision: 1, version: 1, priceCents: 400 };
    scribe.did('change-price', { from: 0, to: 1, input: { productId: 'oil' }, body });
    const rest = facts({ products: new Map([['oil', priced([0, 500], [1, 600]).slice(1)]]) });
    expect(changesAreKept(scribe.operations, rest).looks).toBe(0);
  });

  it.each([
    ['p-1', []],
    ['p-2', [{ shownBy: [0] }]],
  ])('is delivered: package %s', (packageId, expected) => {
    const scribe = new Scribe();
    const delivered = [{ sellerId: 'olive', orderId: 'o-1', packageId }];
    scribe.did('deliver', { from: 0, to: 1, input: { idempotencyKey: 'k' }, body: { delivered } });
    expect(found(deliveriesAreKept, scribe, stored)).toMatchObject(expected);
  });
});

describe('I2, a package', () => {
  const runs = (...keys: readonly string[]) => {
    const scribe = new Scribe();
    for (const [index, idempotencyKey] of keys.entries())
      scribe.did('deliver', {
        from: index,
        to: index + 0.5,
        input: { idempotencyKey },
        body: { delivered: [{ sellerId: 'olive', orderId: 'o-1', packageId: 'p-1' }] },
      });
    return scribe;
  };

  it('is delivered by one run, whose answer may be given again', () => {
    expect(packagesAreDeliveredOnce(runs('k', 'k').operations, facts())).toMatchObject({
      looks: 1,
      found: [],
    });
  });

  it('is found to be delivered by two', () => {
    expect(found(packagesAreDeliveredOnce, runs('k', 'k', 'l'))).toMatchObject([{ shownBy: [0, 2] }]);
  });

  it.each([
    [2, 0],
    [1, 1],
  ])('of %i pieces two are sold: %i findings', (pieces, occurrences) => {
    const stored = facts({
      stored: [order('o-1'), order('o-2', 'payment-failed')],
      initialStock: new Map([['oil', pieces]]),
    });
    expect(noMoreIsSoldThanThereWas([], stored)).toMatchObject({ looks: 1, occurrences });
  });
});

describe('S1, stock that clients read', () => {
  it.each([
    [{ available: 2, reserved: 2 }, []],
    [{ available: 2, reserved: 3 }, [{ shownBy: [0] }]],
    [{ available: -1, reserved: 0 }, [{ shownBy: [0] }]],
  ])('%j', (body, expected) => {
    const scribe = new Scribe();
    scribe.did('read-stock', { from: 0, to: 1, input: { productId: line.productId }, body });
    expect(found(seenStockIsSound, scribe)).toMatchObject(expected);
  });
});
