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
  /** The same in two or three words, apart from others of its kind: `stale carts`. */
  name: z.string().optional(),
  /** What is counted, in a few words: `a dashboard that shows some lines of an order and not others`. */
  title: z.string(),
  occurrences: z.int().nonnegative(),
  /** Of so many looks: in compared stretches, and none of those that wait for a change to show. */
  looks: z.int().nonnegative(),
  /** occurrences / looks * 10,000; null without a look. */
  per10000: z.number().nullable(),
  /**
   * How long a change stayed unseen, once for each change in compared stretches that somebody waited for: from its answer to the end of
   * the first look that showed it, 0 where that was the very first look. It was over within that time, and after the last look that
   * lacked it. Where the wait was given up, until the last look.
   */
  window: latency.nullable(),
  /** Whether the profile allows it. What it does not allow is a violation, too. */
  permitted: z.boolean(),
  /** The sentence of the profile that allows it or promises against it. */
  because: z.string(),
  example: finding.nullable(),
});
export type Anomaly = z.infer<typeof anomaly>;
