import { z } from 'zod';
import { finding, invariantId } from './invariant.js';
import { latency } from './latency.js';

/** Something that a client may notice and that no profile can wholly rule out; measured in each, judged by what each promises. */
export const anomaly = z.object({
  /** `stale-read` (W1), `dirty-read` (I3), `price-moved` (I4), `fractured-dashboard` (D2), `price-out-of-order` (P2), `lost-update` (I1), `write-skew` (I2). */
  kind: z.enum([
    'stale-read',
    'dirty-read',
    'price-moved',
    'fractured-dashboard',
    'price-out-of-order',
    'lost-update',
    'write-skew',
  ]),
  invariant: invariantId,
  /** What is counted, in a few words: `a dashboard that shows some lines of an order and not others`. */
  title: z.string(),
  occurrences: z.int().nonnegative(),
  /** Of so many looks. */
  looks: z.int().nonnegative(),
  /** occurrences / looks * 10,000; null without a look. */
  per10000: z.number().nullable(),
  /** How long a reader saw the old state, for those that have a duration. */
  window: latency.nullable(),
  /** Whether the profile allows it. What it does not allow is a violation, too. */
  permitted: z.boolean(),
  /** The sentence of the profile that allows it or promises against it. */
  because: z.string(),
  example: finding.nullable(),
});
export type Anomaly = z.infer<typeof anomaly>;
