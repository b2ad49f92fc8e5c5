import { z } from 'zod';
import { historyEntry } from './history.js';

export const invariantId = z.enum([
  ...['S1', 'S2', 'M1', 'M2', 'A1', 'A2', 'A3', 'A4', 'O1', 'P1', 'P2', 'D1', 'D2'],
  ...['R1', 'R2', 'W1', 'I1', 'I2', 'I3', 'I4', 'Q1', 'C1', 'E1'],
] as const);
export type InvariantId = z.infer<typeof invariantId>;

/** What broke an invariant, as short as it can be told. */
export const finding = z.object({
  invariant: invariantId,
  /** What is wrong, in a sentence that names the order, product, customer or key. */
  message: z.string(),
  /** Repeats the run: the workload's seed. */
  seed: z.int(),
  /** The shortest history that shows it; empty where only the stored state shows it. */
  history: z.array(historyEntry),
});
export type Finding = z.infer<typeof finding>;

/**
 * `held`: looked at, and so. `violated`: a promise is broken. `permitted`: it happened (or may happen), and the profile does not promise
 * otherwise: see the anomaly of the same id. `not-judged`: nothing was there to judge, or it could not be; `reason` says why.
 */
export const verdict = z.object({
  invariant: invariantId,
  /** What it says, in a few words. */
  title: z.string(),
  verdict: z.enum(['held', 'violated', 'permitted', 'not-judged']),
  /** How many orders, reads, samples … were looked at. */
  examined: z.int().nonnegative(),
  reason: z.string().optional(),
  findings: z.array(finding),
  /** How many there were, where not all findings are kept. */
  found: z.int().nonnegative().optional(),
});
export type Verdict = z.infer<typeof verdict>;
