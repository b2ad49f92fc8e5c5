import { quantileOfSorted } from './quantiles.js';
import { randomNumbers } from './random.js';

const RESAMPLES = 2000;

export type Interval = readonly [number, number];

/** The percentile interval of 95 % of the median; null with fewer than two values. The same seed gives the same interval. */
export function medianInterval(values: readonly number[], seed: number): [number, number] | null {
  if (values.length < 2) return null;
  const random = randomNumbers(seed);
  const resample = new Float64Array(values.length);
  const medians = new Float64Array(RESAMPLES);
  for (let one = 0; one < RESAMPLES; one++) {
    for (let at = 0; at < resample.length; at++)
      resample[at] = values[Math.floor(random() * values.length)] ?? Number.NaN;
    medians[one] = quantileOfSorted(resample.sort(), 0.5);
  }
  medians.sort();
  return [quantileOfSorted(medians, 0.025), quantileOfSorted(medians, 0.975)];
}
