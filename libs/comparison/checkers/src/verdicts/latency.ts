import type { Latency } from '@comparison/protocol';
import { build, type Histogram } from 'hdr-histogram-js';

const US = 1_000;
const CURVE = [0, 10, 25, 50, 75, 90, 95, 99, 99.9, 100];

/** A distribution of durations in ms, as the protocol has it. */
export function distributionOf(windows: readonly number[]): Latency {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 3_600_000_000,
    numberOfSignificantValueDigits: 3,
  });
  for (const ms of windows) histogram.recordValue(Math.min(3_600_000_000, Math.max(0, Math.round(ms * US))));
  if (windows.length === 0)
    return { count: 0, mean: 0, min: 0, p50: 0, p90: 0, p95: 0, p99: 0, p999: 0, max: 0, curve: [] };
  return {
    ...{
      count: windows.length,
      mean: histogram.mean / US,
      min: at(histogram, 0),
      max: histogram.maxValue / US,
    },
    ...{ p50: at(histogram, 50), p90: at(histogram, 90), p95: at(histogram, 95), p99: at(histogram, 99) },
    p999: at(histogram, 99.9),
    curve: CURVE.map((percentile): [number, number] => [percentile, at(histogram, percentile)]),
  };
}

function at(histogram: Histogram, percentile: number): number {
  // A bucket's end may lie beyond all that is in it.
  return Math.min(histogram.getValueAtPercentile(percentile), histogram.maxValue) / US;
}
