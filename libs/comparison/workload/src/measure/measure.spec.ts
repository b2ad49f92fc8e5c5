import { latency, second } from '@comparison/protocol';
import { describe, expect, it } from '@jest/globals';
import { Latencies } from './latencies.js';
import { Timeline } from './timeline.js';

describe('latencies', () => {
  it('are told to three significant digits', () => {
    const latencies = new Latencies();
    for (let ms = 1; ms <= 1_000; ms += 1) latencies.record(ms);
    const summary = latency.parse(latencies.summary());
    expect(summary.count).toBe(1_000);
    for (const [told, exact] of [
      [summary.min, 1],
      [summary.p50, 500],
      [summary.p90, 900],
      [summary.p99, 990],
      [summary.p999, 999],
      [summary.max, 1_000],
      [summary.mean, 500.5],
    ] as const)
      expect(Math.abs(told - exact) / exact).toBeLessThan(0.001);
  });

  it('give a curve that rises from the least to the most', () => {
    const latencies = new Latencies();
    for (const ms of [5, 1, 9, 3, 700]) latencies.record(ms);
    const { curve, max } = latencies.summary();
    expect(curve.map(([percentile]) => percentile)).toEqual(
      curve.map(([percentile]) => percentile).sort((a, b) => a - b),
    );
    expect(curve.map(([, ms]) => ms)).toEqual(curve.map(([, ms]) => ms).sort((a, b) => a - b));
    expect(curve.at(-1)).toEqual([100, max]);
  });

  it('are all zero when nothing was counted', () => {
    expect(latency.parse(new Latencies().summary())).toMatchObject({ count: 0, max: 0, curve: [] });
  });
});

describe('the timeline', () => {
  it('has every second, with the percentiles of what ended in it', () => {
    const timeline = new Timeline(1_000);
    timeline.count('offered', 1_000);
    timeline.count('ok', 3_999);
    for (let ms = 1; ms <= 100; ms += 1) timeline.acknowledged(3_500, ms);
    const seconds = timeline.all(2).map((one) => second.parse(one));
    expect(seconds.map(({ at, offered, ok }) => [at, offered, ok])).toEqual([
      [0, 1, 0],
      [1, 0, 0],
      [2, 0, 1],
    ]);
    expect(seconds[2]).toMatchObject({ acknowledgementP50: 50, acknowledgementP99: 99, completionP50: null });
  });
});
