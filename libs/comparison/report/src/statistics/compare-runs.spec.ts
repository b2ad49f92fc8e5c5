import { describe, expect, it } from '@jest/globals';
import type { Run } from '@comparison/protocol';
import fc from 'fast-check';
import { plainRun } from '../testing/plain-runs.js';
import { medianInterval } from './bootstrap.js';
import { compareRuns } from './compare-runs.js';
import { median } from './quantiles.js';

const saturations = (name: string, values: readonly (number | null)[], role: Run['role'] = 'measured') =>
  values.map((saturation, index) => plainRun({ profile: name, repeat: index + 1, role, saturation }));
const compare = (...runs: readonly (readonly Run[])[]) => compareRuns(runs.flat(), 'base', 1);

describe('the ratio to the baseline', () => {
  it('is taken within each repeat, and is the median of those', () => {
    // The machine halves its speed in the third repeat, for both: the ratios do not move.
    const { ratios } = compare(saturations('base', [100, 102, 50]), saturations('split', [50, 51, 26]));
    expect(ratios).toEqual([
      expect.objectContaining({
        metric: 'saturation',
        profile: 'split',
        baseline: 'base',
        ratio: 0.5,
        pairs: 3,
      }),
    ]);
  });

  it('leaves out a repeat of which one side is missing, and a baseline of nothing', () => {
    const { ratios } = compare(saturations('base', [100, 0, 100]), saturations('split', [50, 50, null]));
    expect(ratios).toEqual([expect.objectContaining({ ratio: 0.5, pairs: 1, interval: null })]);
  });

  it('is made of stretches of the same id, not of searches and faults', () => {
    const run = (name: string, purpose: 'common-rate' | 'search' | 'fault', perSecond: number) =>
      plainRun({ profile: name, purpose, goodput: { same: perSecond }, completionMs: perSecond });
    const of = (purpose: 'common-rate' | 'search' | 'fault') =>
      compareRuns([run('base', purpose, 10), run('split', purpose, 20)], 'base', 1).ratios;
    expect(of('common-rate').map(({ metric, ratio }) => [metric, ratio])).toEqual([
      ['goodput', 2],
      ['acknowledgement-p50', expect.closeTo(2, 3)],
      ['acknowledgement-p99', expect.closeTo(2, 3)],
      ['completion-p50', expect.closeTo(2, 3)],
      ['completion-p99', expect.closeTo(2, 3)],
    ]);
    expect(of('search')).toEqual([]);
    expect(of('fault')).toEqual([]);
  });

  it('says nothing of latencies of which none was counted', () => {
    const runs = ['base', 'split'].map((name) => plainRun({ profile: name, goodput: { same: 5 } }));
    expect(compareRuns(runs, 'base', 1).ratios.map(({ metric }) => metric)).toEqual(['goodput']);
  });
});

describe('the noise', () => {
  it('is the most that the baseline differed from itself within a repeat', () => {
    const { noise } = compare(saturations('base', [100, 100]), saturations('base', [103, 92], 'again'));
    expect(noise).toEqual([
      { metric: 'saturation', stretch: null, profile: 'base', floor: expect.closeTo(0.08), pairs: 2 },
    ]);
  });

  it('of saturation is no less than half of the widest bracket that a search left: nearer it did not look', () => {
    const found = (low: number, high: number | null, of: Partial<Run> = {}) => ({
      ...plainRun({ profile: 'base', saturation: low * 0.3, bracket: { low, high } }),
      ...of,
    });
    const runs = [
      ...[found(100, 120), found(100, 110, { role: 'again' })],
      ...[found(80, 112, { profile: 'split' }), found(200, null, { profile: 'open' })],
    ];
    const { noise, ratios } = compare(runs);
    expect(noise[0]?.floor).toBeCloseTo(0.2);
    expect(ratios.map(({ profile: name, withinNoise }) => [name, withinNoise])).toEqual([
      ['split', true],
      ['open', false],
    ]);
  });

  it('makes a difference that is no larger than it none', () => {
    const again = saturations('base', [105], 'again');
    const [near] = compare(saturations('base', [100]), again, saturations('split', [96])).ratios;
    const [far] = compare(saturations('base', [100]), again, saturations('split', [90])).ratios;
    expect(near).toMatchObject({ interval: null, pairs: 1, withinNoise: true });
    expect(far).toMatchObject({ interval: null, pairs: 1, withinNoise: false });
  });

  it('widens the interval: where that reaches 1, there is no difference', () => {
    const split = saturations('split', [90, 96, 80]);
    const base = saturations('base', [100, 100, 100]);
    expect(compare(base, split).ratios[0]?.withinNoise).toBe(false);
    expect(compare(base, split, saturations('base', [105], 'again')).ratios[0]?.withinNoise).toBe(true);
  });

  it('of another stretch serves where that of this one was not measured, the worst of them', () => {
    const goodput = (
      name: string,
      values: Readonly<Record<string, number>>,
      role: Run['role'] = 'measured',
    ) => [plainRun({ profile: name, role, goodput: values })];
    const { ratios } = compare(
      goodput('base', { slow: 10, fast: 20, full: 30 }),
      goodput('base', { slow: 10, fast: 22 }, 'again'),
      goodput('split', { full: 28 }),
    );
    expect(ratios).toEqual([expect.objectContaining({ stretch: 'full', withinNoise: true })]);
  });

  it('that nobody measured lets a lone pair tell nothing', () => {
    expect(compare(saturations('base', [100]), saturations('split', [30])).ratios[0]?.withinNoise).toBe(true);
  });
});

describe('for any runs', () => {
  const value = fc.double({ min: 0.01, max: 1e6, noNaN: true });
  const values = fc.array(value, { minLength: 2, maxLength: 8 });

  it('equal ones have a ratio of 1, which is no difference', () => {
    fc.assert(
      fc.property(values, (some) => {
        const { ratios, noise } = compare(
          saturations('base', some),
          saturations('split', some),
          saturations('base', some, 'again'),
        );
        expect(ratios[0]).toMatchObject({ ratio: 1, interval: [1, 1], withinNoise: true });
        expect(noise[0]?.floor).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('another unit changes no ratio', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 6 }), (pairs) => {
        const ratiosOf = (unit: number) =>
          compare(
            saturations(
              'base',
              pairs.map(([one]) => one * unit),
            ),
            saturations(
              'split',
              pairs.map(([, other]) => other * unit),
            ),
          ).ratios[0];
        // A power of two scales without rounding.
        expect(ratiosOf(1024)).toEqual(ratiosOf(1));
      }),
      { numRuns: 30 },
    );
  });

  it('the interval contains the median, lies among the values, and is the seed’s', () => {
    fc.assert(
      fc.property(values, fc.integer(), (some, seed) => {
        const interval = medianInterval(some, seed);
        const [low, high] = interval ?? [Number.NaN, Number.NaN];
        expect(low).toBeLessThanOrEqual(median(some));
        expect(high).toBeGreaterThanOrEqual(median(some));
        expect(low).toBeGreaterThanOrEqual(Math.min(...some));
        expect(high).toBeLessThanOrEqual(Math.max(...some));
        expect(medianInterval(some, seed)).toEqual(interval);
      }),
      { numRuns: 30 },
    );
  });

  it('a single value has no interval', () => {
    expect(medianInterval([3], 1)).toBeNull();
    expect(medianInterval([], 1)).toBeNull();
  });
});
