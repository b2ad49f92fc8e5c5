import { describe, expect, it } from '@jest/globals';
import { facts, found, line, order, Scribe } from '../testing/history.fixture.js';
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

  it('are found to be applied to the same one', () => {
    expect(found(updatesAreNotLost, changes(1, 1, 1))).toMatchObject([{ shownBy: [0, 1] }]);
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
