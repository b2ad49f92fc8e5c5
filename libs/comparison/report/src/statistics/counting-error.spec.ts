import { describe, expect, it } from '@jest/globals';
import { exampleLatency } from '../testing/example-latency.js';
import { canTell, percentileError, shareError, shareInterval } from './counting-error.js';
import { randomNumbers } from './random.js';

const TRIALS = 400;

/** How often something is so, of many trials. */
function shareOfTrials(holds: () => boolean): number {
  return Array.from({ length: TRIALS }, holds).filter(Boolean).length / TRIALS;
}

describe('the error that comes of counting a few', () => {
  const random = randomNumbers(3);

  /** Of a log-logistic distribution with a median of 100 ms: what such a one shows of so many. */
  const sampled = (count: number, tail: number, percentile: number) => {
    const values = Array.from({ length: count }, () => {
      const share = random();
      return 100 * (share / (1 - share)) ** tail;
    }).toSorted((a, b) => a - b);
    return values[Math.ceil((percentile / 100) * count) - 1] ?? Number.NaN;
  };

  it.each([
    [50, 40],
    [50, 400],
    [90, 400],
  ])('of p%i covers the truth in about 95 of 100 samples of %i', (percentile, count) => {
    const tail = 0.25;
    const share = percentile / 100;
    const truth = 100 * (share / (1 - share)) ** tail;
    const error = percentileError(exampleLatency(count, 100, tail), percentile);
    const covered = shareOfTrials(
      () => Math.abs(Math.log(sampled(count, tail, percentile) / truth)) <= error,
    );
    expect(covered).toBeGreaterThan(0.88);
    expect(covered).toBeLessThan(1);
  });

  it('grows as fewer are counted, by the root of how many', () => {
    const [few, many] = [25, 2_500].map((count) => percentileError(exampleLatency(count, 100, 0.2), 50));
    expect((few ?? 0) / (many ?? 1)).toBeGreaterThan(7);
    expect((few ?? 0) / (many ?? 1)).toBeLessThan(14);
  });

  it('of a share covers the truth, also where nothing is lost', () => {
    const covered = shareOfTrials(() => {
      const good = Array.from({ length: 60 }, random).filter((one) => one < 0.97).length;
      const [low, high] = shareInterval(good, 60);
      return low <= 0.97 && 0.97 <= high;
    });
    expect(covered).toBeGreaterThan(0.9);
    expect(shareInterval(24, 24)[0]).toBeCloseTo(0.862, 3);
    expect(shareInterval(0, 24)[1]).toBeCloseTo(1 - 0.862, 3);
    expect(shareInterval(0, 0)).toEqual([0, 1]);
  });

  it('of a share of which there is none is still a number', () => {
    expect(Number.isFinite(shareError(0, 150))).toBe(true);
    expect(shareError(0, 150)).toBeGreaterThan(shareError(75, 150));
  });

  it('lets a percentile be told when three lie beyond it', () => {
    expect([29, 30, 299, 300].map((count) => [canTell(90, count), canTell(99, count)])).toEqual([
      [false, false],
      [true, false],
      [true, false],
      [true, true],
    ]);
  });
});
