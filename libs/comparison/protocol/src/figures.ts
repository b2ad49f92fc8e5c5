import { z } from 'zod';

export const metric = z.enum([
  'saturation',
  'goodput',
  'acknowledgement-p50',
  'acknowledgement-p99',
  'completion-p50',
  'completion-p99',
  'cpu-per-checkout',
  'memory',
]);
export type Metric = z.infer<typeof metric>;

/** A profile against the baseline, paired by repeat. */
export const ratio = z.object({
  metric,
  /** The stretch's id; null for what belongs to a whole run (saturation, memory). */
  stretch: z.string().nullable(),
  profile: z.string(),
  baseline: z.string(),
  /** Median over the pairs of profile / baseline. */
  ratio: z.number(),
  /** Confidence interval of 95 % by bootstrap over the pairs; null with fewer than two of them. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  pairs: z.int().nonnegative(),
  /** No difference is to be read out of it: 1 lies within its interval widened by the noise, or it is nearer to 1 than the noise. */
  withinNoise: z.boolean(),
});
export type Ratio = z.infer<typeof ratio>;

/**
 * What two runs of one and the same profile differ by: |ratio - 1| at most, of the A/A pairs; of the saturation no less than half of the
 * widest bracket in which a search left it.
 */
export const noise = z.object({
  metric,
  stretch: z.string().nullable(),
  profile: z.string(),
  floor: z.number(),
  pairs: z.int(),
});
export type Noise = z.infer<typeof noise>;
