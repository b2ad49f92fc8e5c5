import { z } from 'zod';
import { verdict } from './invariant.js';

/** What the profile foretold of a fault, and what was seen. */
export const prediction = z.object({
  /** `paths that answer`, `a checkout`, `stands before`, `one under way`, `copies behind`, `afterwards`. */
  what: z.string(),
  predicted: z.string(),
  observed: z.string(),
  agrees: z.boolean(),
});
export type Prediction = z.infer<typeof prediction>;

export const phaseName = z.enum(['steady', 'fault', 'heal', 'drain']);
export type PhaseName = z.infer<typeof phaseName>;

export const faultRun = z.object({
  /** Of the catalogue: `kill-service:stock`. */
  fault: z.string(),
  /** `kill`, `pause`, `cut`, `slow`, `duplicate`, `hang`, `decline`, `lose-reply`, `disk-full`. */
  kind: z.string(),
  /** The part it befalls, as `explain` names it. */
  part: z.string(),
  title: z.string(),
  outcome: z.enum(['played', 'not-run']),
  /** Why it was not run. */
  reason: z.string().optional(),
  /** When each phase began, in s since the stretch began. */
  phases: z.array(z.object({ phase: phaseName, at: z.number().nonnegative() })),
  /** The id of the stretch that was measured meanwhile. */
  stretch: z.string().nullable(),
  predictions: z.array(prediction),
  /** Goodput per second in the steady phase, while the fault lasted, and after it was healed. */
  goodput: z.object({ steady: z.number(), fault: z.number(), after: z.number() }).nullable(),
  /** From the heal until goodput is what it was, in s; null: not within the run. */
  recoveredAfter: z.number().nullable(),
  verdicts: z.array(verdict),
});
export type FaultRun = z.infer<typeof faultRun>;
