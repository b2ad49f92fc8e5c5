import { describe, expect, it } from '@jest/globals';
import { measuredOf } from '../testing/measured.js';
import { findSaturation, readableRate } from './find-saturation.js';

const SECONDS = 8;

interface System {
  /** Transactions per second. */
  readonly capacity: number;
  readonly latencyMs?: number;
  /** How many steps it takes to get warm, and what it can do until then. */
  readonly cold?: { readonly steps: number; readonly capacity: number };
}

/** Every step takes as long as load is offered, and a second more. */
function searchOn({ capacity, latencyMs = 10, cold }: System, estimate: number, limitMs = 45_000) {
  const rates: number[] = [];
  let clock = 0;
  const probe = (perSecond: number) => {
    rates.push(perSecond);
    clock += SECONDS * 1_000 + 1_000;
    const able = cold && rates.length <= cold.steps ? cold.capacity : capacity;
    return Promise.resolve(measuredOf({ type: 'open', perSecond }, SECONDS, able, latencyMs));
  };
  const found = findSaturation({ estimate, limitMs, stepMs: SECONDS * 1_000, probe, now: () => clock });
  return { rates, found };
}

describe('the search for saturation', () => {
  describe.each([10, 40, 400])('of a system of %i transactions per second', (capacity) => {
    it.each([0.5, 0.7, 0.9, 1, 1.2, 1.5, 2])(
      'comes within 15 %, where a closed loop came to %d of it',
      async (share) => {
        const found = await searchOn({ capacity }, capacity * share).found;
        expect(found?.perSecond).toBeGreaterThan(capacity * 0.85);
        expect(found?.perSecond).toBeLessThan(capacity * 1.15);
      },
    );
  });

  it('comes within 15 % however long a system takes for a checkout', async () => {
    const found = await searchOn({ capacity: 40, latencyMs: 1_200 }, 40).found;
    expect(found?.perSecond).toBeGreaterThan(40 * 0.85);
    expect(found?.perSecond).toBeLessThan(40 * 1.15);
  });

  it('tells the checkouts that come due at the rate it found', async () => {
    const found = await searchOn({ capacity: 40 }, 40).found;
    expect(found?.goodput).toBeCloseTo((found?.perSecond ?? 0) * 0.3, 0);
  });

  it('tells between which two rates it ended', async () => {
    const { rates, found } = searchOn({ capacity: 40 }, 40);
    const { perSecond, tooMuch } = (await found) ?? {};
    expect(rates).toEqual(expect.arrayContaining([perSecond, tooMuch]));
    expect(perSecond).toBeLessThan(tooMuch ?? 0);
    expect((tooMuch ?? 0) / (perSecond ?? 0)).toBeLessThan(1.4);
  });

  it('raises the rate by little near the estimate, and doubles it where the estimate was far too low', async () => {
    const { rates, found } = searchOn({ capacity: 1e9 }, 100, 60_000);
    expect(await found).toMatchObject({ tooMuch: null });
    expect(rates).toEqual([70, 98, 137, 192, 384, 768]);
  });

  it('tries a first step that was too much once more, as a cold system can do little', async () => {
    const cold = { steps: 1, capacity: 10 };
    const { rates, found } = searchOn({ capacity: 100, cold }, 90);
    expect((await found)?.perSecond).toBeGreaterThan(100 * 0.85);
    expect(rates.slice(0, 2)).toEqual([63, 63]);
  });

  it('believes it when it is too much again', async () => {
    const { rates, found } = searchOn({ capacity: 40 }, 400);
    await found;
    expect(rates.slice(0, 4)).toEqual([280, 280, 140, 70]);
  });

  it('begins no step that would offer load after its limit', async () => {
    const { rates, found } = searchOn({ capacity: 1e9 }, 10, 26_000);
    await found;
    expect(rates).toHaveLength(3); // they begin after 0, 9 and 18 s
  });

  it('finds nothing in a system that completes nothing', async () => {
    const { rates, found } = searchOn({ capacity: 0 }, 4);
    expect(await found).toBeUndefined();
    expect(rates).toEqual([2.8, 2.8, 1.4, 0.7]);
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
