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
      ...['acknowledgement', 'completion'].flatMap((which) =>
        ['p50', 'p90', 'p99'].map((percentile) => [`${which}-${percentile}`, expect.closeTo(2, 3)]),
      ),
    ]);
    expect(of('search')).toEqual([]);
    expect(of('fault')).toEqual([]);
  });

  it('says nothing of latencies of which none was counted', () => {
    const runs = ['base', 'split'].map((name) => plainRun({ profile: name, goodput: { same: 5 } }));
    expect(compareRuns(runs, 'base', 1).ratios.map(({ metric }) => metric)).toEqual(['goodput']);
  });

  it('leaves out the goodput at a share of the saturation, which is the saturation once more', () => {
    const runs = ['base', 'split'].map((name) =>
      plainRun({ profile: name, purpose: 'share', goodput: { same: 5 }, completionMs: 10 }),
    );
    const told = compareRuns(runs, 'base', 1).ratios.map(({ metric }) => metric);
    expect(told).toContain('completion-p50');
    expect(told).not.toContain('goodput');
  });

  it('tells a percentile only where three lie beyond it on both sides', () => {
    const toldOf = (count: number) =>
      compareRuns(
        [1_000, count].map((checkouts, index) =>
          plainRun({
            profile: index === 0 ? 'base' : 'split',
            goodput: { same: 5 },
            completionMs: 10,
            checkouts,
          }),
        ),
        'base',
        1,
      ).ratios.flatMap(({ metric }) => (metric.startsWith('completion') ? [metric] : []));
    expect(toldOf(300)).toEqual(['completion-p50', 'completion-p90', 'completion-p99']);
    expect(toldOf(299)).toEqual(['completion-p50', 'completion-p90']);
    expect(toldOf(29)).toEqual(['completion-p50']);
  });
});

describe('what chance makes of a few', () => {
  const runs = (checkouts: number, splitMs: number) => [
    ...(['measured', 'again'] as const).map((role) =>
      plainRun({ profile: 'base', role, goodput: { same: 5 }, completionMs: 100, checkouts }),
    ),
    plainRun({ profile: 'split', goodput: { same: 5 }, completionMs: splitMs, checkouts }),
  ];
  const isTold = (checkouts: number, splitMs: number) =>
    compareRuns(runs(checkouts, splitMs), 'base', 1).ratios.some(
      ({ metric, withinNoise }) => metric === 'completion-p50' && !withinNoise,
    );

  it('is no difference, although two runs of the baseline were by chance as one', () => {
    expect(isTold(24, 110)).toBe(false);
    expect(isTold(5_000, 110)).toBe(true);
    expect(isTold(24, 200)).toBe(true);
  });

  it('is one lost checkout of twenty-four, and not as many of the same share', () => {
    const inTime = (lost: number, due: number) => {
      const { ratios } = compareRuns(
        [0, 0, lost].map((missing, index) =>
          plainRun({
            ...{ profile: index === 2 ? 'split' : 'base', role: index === 1 ? 'again' : 'measured' },
            goodput: { same: (due - missing) / 10 },
            pace: { due, inTime: due - missing, earlyP50: null, lateP50: null },
          }),
        ),
        'base',
        1,
      );
      return ratios.find(({ metric }) => metric === 'goodput')?.withinNoise;
    };
    expect(inTime(1, 24)).toBe(true);
    expect(inTime(40, 960)).toBe(false);
    expect(inTime(24, 24)).toBe(false);
  });
});

describe('a saturation', () => {
  const found = (profile: string, low: number, high: number | null, of: Partial<Run> = {}) => ({
    ...plainRun({ profile, saturation: low * 0.3, bracket: { low, high } }),
    ...of,
  });
  const isTold = (base: [number, number | null], split: [number, number | null]) =>
    !compareRuns(
      [found('base', ...base), found('base', ...base, { role: 'again' }), found('split', ...split)],
      'base',
      1,
    ).ratios[0]?.withinNoise;

  it('is not told from one that the search could not tell from it', () => {
    expect(isTold([100, 120], [85, 112])).toBe(false); // it may be anything up to 112, the other anything from 100
    expect(isTold([100, 110], [85, 92])).toBe(true);
  });

  it('is not told to be less where it is a lower bound, but to be more', () => {
    expect(isTold([100, 110], [50, null])).toBe(false);
    expect(isTold([100, 110], [200, null])).toBe(true);
    expect(isTold([100, null], [200, 220])).toBe(false);
    expect(isTold([100, null], [50, 55])).toBe(true);
  });

  it('says that it is the bound that keeps it from being told', () => {
    const openEnded = (high: number | null) =>
      compareRuns([found('base', 100, 110), found('split', 50, high)], 'base', 1).ratios[0]?.openEnded;
    expect([openEnded(null), openEnded(55)]).toEqual([true, undefined]);
  });
});

describe('the noise', () => {
  it('is the most that the baseline differed from itself within a repeat, whichever was the larger', () => {
    const noiseOf = (measured: number[], again: number[]) =>
      compare(saturations('base', measured), saturations('base', again, 'again')).noise;
    expect(noiseOf([100, 100], [103, 92])).toEqual([
      { metric: 'saturation', stretch: null, profile: 'base', floor: expect.closeTo(100 / 92 - 1), pairs: 2 },
    ]);
    expect(noiseOf([59.4], [100])[0]?.floor).toBeCloseTo(noiseOf([100], [59.4])[0]?.floor ?? 0);
    expect(noiseOf([100], [0])[0]?.floor).toBeGreaterThan(1_000);
  });

  it('is the same for half and for double', () => {
    const again = saturations('base', [101], 'again');
    const floor = 1.3;
    for (const [split, isTold] of [
      [100 * floor * 1.05, true],
      [(100 * floor) / 1.05, false],
      [100 / (floor * 1.05), true],
      [(100 / floor) * 1.05, false],
    ] as const) {
      const noisy = [
        ...saturations('base', [100]),
        plainRun({ profile: 'base', repeat: 2, saturation: 100 }),
      ];
      const far = plainRun({ profile: 'base', repeat: 2, role: 'again', saturation: 100 * floor });
      const { ratios } = compare(noisy, again, [far], saturations('split', [split]));
      expect([split, ratios[0]?.withinNoise]).toEqual([split, !isTold]);
    }
  });

  it('makes a difference that is no larger than it none', () => {
    const again = saturations('base', [105], 'again');
    const [near] = compare(saturations('base', [100]), again, saturations('split', [98])).ratios;
    const [far] = compare(saturations('base', [100]), again, saturations('split', [90])).ratios;
    expect(near).toMatchObject({ interval: null, pairs: 1, withinNoise: true, floor: expect.closeTo(0.05) });
    expect(far).toMatchObject({ interval: null, pairs: 1, withinNoise: false });
  });

  it('is not all: the baseline is the mean of its runs, not the first of them', () => {
    const { ratios } = compare(
      saturations('base', [90]),
      saturations('base', [110], 'again'),
      saturations('split', [50]),
    );
    expect(ratios[0]?.ratio).toBeCloseTo(0.5);
  });

  it('widens the interval: where that reaches 1, there is no difference', () => {
    const split = saturations('split', [90, 96, 80]);
    const base = saturations('base', [100, 100, 100]);
    expect(compare(base, split).ratios[0]?.withinNoise).toBe(false);
    expect(compare(base, split, saturations('base', [106], 'again')).ratios[0]?.withinNoise).toBe(true);
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
