import { describe, expect, it } from '@jest/globals';
import { CHECKOUT_SHARE, measuredOf } from '../testing/measured.js';
import { findSaturation, readableRate } from './find-saturation.js';
import { overloadOf } from './sustained.js';

const SECONDS = 4;

/** A system that completes so many transactions per second and no more; a step takes as long as load is offered. */
function searchOn(capacity: number, first: number, limitMs = 30_000) {
  const rates: number[] = [];
  let clock = 0;
  const probe = (perSecond: number) => {
    rates.push(perSecond);
    clock += SECONDS * 1_000;
    return Promise.resolve(measuredOf({ type: 'open', perSecond }, SECONDS, capacity));
  };
  return { rates, found: findSaturation({ first, limitMs, probe, now: () => clock }) };
}

describe('the search for saturation', () => {
  it.each([
    [40, 5],
    [40, 40],
    [40, 300],
    [400, 200],
    [9, 100],
  ])('comes near to %i transactions per second, beginning at %i', async (capacity, first) => {
    const found = await searchOn(capacity, first).found;
    expect(found?.perSecond).toBeGreaterThan(capacity * 0.8);
    expect(found?.perSecond).toBeLessThan(capacity * 1.3);
    expect(found?.goodput).toBeCloseTo(Math.min(capacity, found?.perSecond ?? 0) * CHECKOUT_SHARE, 0);
  });

  it('doubles until it is too much, and then goes between what was sustained and what was not', async () => {
    const { rates, found } = searchOn(70, 10);
    await found;
    expect(rates.slice(0, 4)).toEqual([10, 20, 40, 80]);
    expect(rates[4]).toBeGreaterThan(80);
  });

  it('begins no step that would end after its limit', async () => {
    const { rates, found } = searchOn(1e9, 1, 10_000);
    await found;
    expect(rates).toEqual([1, 2]);
  });

  it('finds nothing in a system that completes nothing', async () => {
    const { rates, found } = searchOn(0, 4);
    expect(await found).toBeUndefined();
    expect(rates).toEqual([4, 2, 1, 0.5]);
  });
});

describe('an overload', () => {
  const sound = measuredOf({ type: 'open', perSecond: 100 }, SECONDS, 1_000);

  it('is none where checkouts are decided as fast as they come', () => {
    expect(overloadOf(sound)).toBeUndefined();
  });

  it('is told by arrivals that found no client', () => {
    expect(overloadOf({ ...sound, dropped: 10 })).toMatch(/10 of 400 arrivals/);
  });

  it('is told by checkouts that nobody answered', () => {
    expect(overloadOf({ ...sound, checkouts: { ...sound.checkouts, unknown: 9 } })).toMatch(/not answered/);
  });

  it('is told by checkouts that are decided more slowly than they come, although the drain decides all of them', () => {
    expect(overloadOf(measuredOf({ type: 'open', perSecond: 100 }, SECONDS, 70))).toMatch(
      /63 checkouts were decided while 90 began/,
    );
  });

  it('is told by one checkout in a hundred that takes too long', () => {
    expect(overloadOf(measuredOf({ type: 'open', perSecond: 10 }, SECONDS, 100, 2_500))).toMatch(/2\.5 s/);
  });

  it('is not told by checkouts that were refused: they began nothing', () => {
    const refused = { ...sound, checkouts: { ...sound.checkouts, begun: 220, refused: 100 } };
    expect(overloadOf(refused)).toBeUndefined();
  });
});

describe('a rate that people can read', () => {
  it.each([
    [37.8, 37],
    [4.26, 4.2],
    [129, 120],
    [0.734, 0.73],
    [40, 40],
  ])('of %d is %d', (exact, readable) => expect(readableRate(exact)).toBe(readable));
});
