import { z } from 'zod';

const ms = z.number().nonnegative();

/** A distribution of durations in ms, out of an HDR histogram of three significant digits. All zero when nothing was counted. */
export const latency = z.object({
  count: z.int().nonnegative(),
  mean: ms,
  min: ms,
  p50: ms,
  p90: ms,
  p95: ms,
  p99: ms,
  p999: ms,
  max: ms,
  /** The whole curve: percentile (0 to 100, rising) and ms. */
  curve: z.array(z.tuple([z.number().min(0).max(100), ms])),
});

export type Latency = z.infer<typeof latency>;
