import { median, quantile } from './quantiles.js';
import { randomNumbers } from './random.js';

const RESAMPLES = 2000;

export type Interval = readonly [number, number];

/** The percentile interval of 95 % of the median; null with fewer than two values. The same seed gives the same interval. */
export function medianInterval(values: readonly number[], seed: number): [number, number] | null {
  if (values.length < 2) return null;
  const random = randomNumbers(seed);
  const draw = () => values[Math.floor(random() * values.length)] ?? Number.NaN;
  const medians = Array.from({ length: RESAMPLES }, () => median(values.map(draw)));
  return [quantile(medians, 0.025), quantile(medians, 0.975)];
}
