import { z } from 'zod';
import { presetName, scale } from './workload.js';

/** What was asked for, defaults filled in. Durations in s. */
export const settings = z.object({
  profiles: z.array(z.string()).min(1),
  /** Whose runs are paired with everybody's. */
  baseline: z.string(),
  workload: presetName,
  scale,
  /** Rates at which every profile is measured, in transactions per second; empty: derived from what was found. */
  rates: z.array(z.number().positive()),
  /** Instead of rates: so many clients in a closed loop; null: open loops. */
  concurrency: z.int().positive().nullable(),
  /** Of each one's saturation at which it is measured, too. */
  share: z.number().min(0).max(1),
  duration: z.number().positive(),
  warmup: z.number().nonnegative(),
  repeats: z.int().positive(),
  faults: z.array(z.string()),
  seed: z.int(),
  selfCheck: z.boolean(),
  /** Kafka brokers of the user's, `host:port` by commas, that were used where a profile has one; otherwise each start had its own. */
  broker: z.string().optional(),
});
export type Settings = z.infer<typeof settings>;

/** Where it ran, and with what. */
export const environment = z.object({
  cpu: z.string(),
  cores: z.int().positive(),
  memoryMb: z.number(),
  os: z.string(),
  node: z.string(),
  postgres: z.string(),
  broker: z.string().nullable(),
  /** The product's version. */
  whereabouts: z.string(),
  /** Of packages whose speed is measured, by name. */
  packages: z.record(z.string(), z.string()),
  /** `fsync`, `synchronous_commit`, `full_page_writes`, the producer's `acks`, … as they were in force. */
  durability: z.record(z.string(), z.string()),
  /** How processor time and connections were shared out evenly, or that they were not. */
  budget: z.object({ cpus: z.string(), connections: z.string() }),
});
export type Environment = z.infer<typeof environment>;
