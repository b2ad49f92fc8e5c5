import type { Latency } from '@comparison/protocol';

const percentiles = [0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99];
const rounded = (value: number) => Math.round(value * 1000) / 1000;

/** A log-logistic distribution as an HDR histogram would tell it. */
export function exampleLatency(count: number, medianMs: number, tail: number): Latency {
  const last = 1 - 1 / (2 * Math.max(count, 1));
  const at = (percentile: number) => {
    const share = Math.min(Math.max(percentile / 100, 1 - last), last);
    return rounded(medianMs * (share / (1 - share)) ** tail);
  };
  const known = percentiles.filter((percentile) => percentile / 100 <= last);
  return {
    ...{ count, mean: rounded(medianMs * (1 + tail ** 2 * 1.64)), min: at(0), max: at(100) },
    ...{ p50: at(50), p90: at(90), p95: at(95), p99: at(99), p999: at(99.9) },
    curve: [...known.map((percentile): [number, number] => [percentile, at(percentile)]), [100, at(100)]],
  };
}
