import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from 'hdr-histogram-js';

const LONGEST_US = 120_000_000;

/** In µs, three significant digits. */
export function newHistogram(): Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: LONGEST_US,
    numberOfSignificantValueDigits: 3,
  });
}

export function record(histogram: Histogram, ms: number): void {
  histogram.recordValue(Math.min(LONGEST_US, Math.max(1, Math.round(ms * 1_000))));
}

export function encode(histogram: Histogram): string {
  return encodeIntoCompressedBase64(histogram);
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Of all the histograms together, in ms. */
export function percentiles(encoded: readonly string[]): Percentiles {
  const all = newHistogram();
  for (const one of encoded) all.add(decodeFromCompressedBase64(one));
  const ms = (percentile: number): number => all.getValueAtPercentile(percentile) / 1_000;
  return { p50: ms(50), p95: ms(95), p99: ms(99), max: all.maxValue / 1_000 };
}
