import { z } from 'zod';
import { anomaly } from './anomaly.js';
import { faultRun } from './fault-run.js';
import { noise, ratio } from './figures.js';
import { verdict } from './invariant.js';
import { profileFacts } from './profile-facts.js';
import { environment, settings } from './settings.js';
import { atRest, stretch } from './stretch.js';

/** One start of a profile. */
export const run = z.object({
  profile: z.string(),
  /** From 1. */
  repeat: z.int().positive(),
  /** `again`: the baseline once more, for the noise. */
  role: z.enum(['measured', 'again']),
  /** When it was its turn, from 1: profiles take turns in another order each repeat. */
  turn: z.int().positive(),
  startedAt: z.string(),
  /** From the command to readiness, in ms. */
  readyMs: z.number().nonnegative(),
  /** Checkouts per second that it can complete for long, by the search; null when it was not searched for. */
  saturation: z.number().nonnegative().nullable(),
  /**
   * How near the search came: the highest rate that was sustained and the lowest above it that was not, in transactions per second.
   * `high` is null when no rate was too much, and the saturation then no more than a lower bound.
   */
  bracket: z.object({ low: z.number(), high: z.number().nullable() }).optional(),
  /** What it used at rest, warm and before the first stretch that was metered. */
  atRest: atRest.optional(),
  stretches: z.array(stretch),
  verdicts: z.array(verdict),
  anomalies: z.array(anomaly),
  faults: z.array(faultRun),
  /** What was odd, a sentence each: `quiet only after 40 s`. */
  notes: z.array(z.string()),
});
export type Run = z.infer<typeof run>;

/** A broken variant, and whether the checkers noticed. */
export const selfCheck = z.object({
  variant: z.string(),
  title: z.string(),
  profile: z.string(),
  expected: z.array(z.string()),
  found: z.array(z.string()),
  caught: z.boolean(),
});
export type SelfCheck = z.infer<typeof selfCheck>;

/** `results.json`. */
export const results = z.object({
  schemaVersion: z.literal(1),
  startedAt: z.string(),
  endedAt: z.string(),
  /** Whether all that was asked for was done; otherwise why not, in a sentence. */
  complete: z.boolean(),
  incompleteBecause: z.string().nullable(),
  settings,
  environment,
  profiles: z.array(profileFacts),
  runs: z.array(run),
  ratios: z.array(ratio),
  noise: z.array(noise),
  selfChecks: z.array(selfCheck),
});
export type Results = z.infer<typeof results>;

/** Reads `results.json`, and says what is wrong with it. @throws Error that names the first field that is not as it should be */
export function parseResults(json: unknown): Results {
  const parsed = results.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not a results file'}`);
}

/** The JSON Schema of `results.json`. */
export function resultsJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(results, { target: 'draft-2020-12' });
}
