import { describe, expect, it } from '@jest/globals';
import { latency } from '@comparison/protocol';
import { distributionOf } from './latency.js';

describe('a distribution of durations', () => {
  it('counts those of nothing as nothing', () => {
    const of = latency.parse(distributionOf([0, 0, 0, 8]));
    expect([of.count, of.min, of.p50]).toEqual([4, 0, 0]);
    expect(of.max).toBeCloseTo(8, 1);
  });

  it('has no percentile beyond its longest', () => {
    const of = distributionOf([701.7]);
    expect([of.p50, of.p999, of.curve.at(-1)?.[1]]).toEqual([of.max, of.max, of.max]);
  });
});
