import type { Latency } from '@comparison/protocol';
import { build, type Histogram } from 'hdr-histogram-js';

const LONGEST_US = 600_000_000;
const TICKS_PER_HALF = 5;

/** Durations of up to ten minutes, of three significant digits. */
export class Latencies {
  private readonly histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: LONGEST_US,
    numberOfSignificantValueDigits: 3,
  });

  record(ms: number): void {
    this.histogram.recordValue(Math.min(LONGEST_US, Math.max(1, Math.round(ms * 1_000))));
  }

  summary(): Latency {
    const { histogram } = this;
    const count = histogram.totalCount;
    if (count === 0)
      return { count, mean: 0, min: 0, p50: 0, p90: 0, p95: 0, p99: 0, p999: 0, max: 0, curve: [] };
    const max = histogram.maxValue / 1_000;
    // A percentile is told as the upper edge of its bucket, which may lie above the largest value.
    const at = (percentile: number): number =>
      Math.min(max, histogram.getValueAtPercentile(percentile) / 1_000);
    return {
      ...{ count, mean: histogram.mean / 1_000, min: histogram.minNonZeroValue / 1_000, max },
      ...{ p50: at(50), p90: at(90), p95: at(95), p99: at(99), p999: at(99.9) },
      curve: percentilesFor(count).map((percentile) => [percentile, at(percentile)]),
    };
  }
}

/** Ever closer towards 100, as far as `count` values can tell them apart. */
function percentilesFor(count: number): number[] {
  const result: number[] = [];
  for (let left = 100; left > 100 / count; left /= 2)
    for (let tick = 0; tick < TICKS_PER_HALF; tick += 1)
      result.push(Number((100 - left + (left / 2) * (tick / TICKS_PER_HALF)).toFixed(6)));
  return [...result, 100];
}
