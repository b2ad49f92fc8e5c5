import { z } from 'zod';

export const metric = z.enum([
  'saturation',
  'goodput',
  'acknowledgement-p50',
  'acknowledgement-p90',
  'acknowledgement-p99',
  'completion-p50',
  'completion-p90',
  'completion-p99',
  'cpu-per-checkout',
  'memory',
]);
export type Metric = z.infer<typeof metric>;

/** A profile against the baseline, paired by repeat: against the mean of the baseline's runs, where it was run twice. */
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
  /**
   * What it was held against, as a share of 1, upwards: the largest of the noise, of the error that comes of counting so few on both
   * sides, and of a search's bracket. 0.25 stands for anything from / 1.25 to x 1.25. Undefined where the noise was not measured.
   */
  floor: z.number().optional(),
  /** No difference is to be read out of it: 1 lies within its interval widened by the floor, or it is nearer to 1 than the floor. */
  withinNoise: z.boolean(),
  /**
   * The smaller of the two is a lower bound, and nobody knows whether they differ: its search met no rate that was too much, or so many
   * of its checkouts were not decided when they were given up.
   */
  openEnded: z.boolean().optional(),
});
export type Ratio = z.infer<typeof ratio>;

/** What two runs of one and the same profile differ by at most, of the A/A pairs: the larger over the smaller, less 1, whichever came first. */
export const noise = z.object({
  metric,
  stretch: z.string().nullable(),
  profile: z.string(),
  floor: z.number(),
  pairs: z.int(),
});
export type Noise = z.infer<typeof noise>;
