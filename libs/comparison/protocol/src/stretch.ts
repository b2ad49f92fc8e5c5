import { z } from 'zod';
import { operationName } from './history.js';
import { latency } from './latency.js';
import { loop } from './workload.js';

const count = z.int().nonnegative();

/** A second of a stretch, as a chart draws it. */
export const second = z.object({
  /** Seconds since the stretch began; whole. */
  at: count,
  /** Transactions that should have begun in it. */
  offered: count,
  /** Checkouts that should have been sent in it, whether they were or not; in a closed loop, those that were sent. */
  due: count.optional(),
  /** Checkouts that were decided in it as they should be. */
  completed: count,
  /** Operations that ended in it, by how. */
  ok: count,
  failed: count,
  unknown: count,
  /** Of the checkouts' answers and ends in it, in ms; null when there was none. */
  acknowledgementP50: z.number().nullable(),
  acknowledgementP99: z.number().nullable(),
  completionP50: z.number().nullable(),
  completionP99: z.number().nullable(),
});
export type Second = z.infer<typeof second>;

/** How long a customer waits for a checkout to be decided, in ms: what takes longer is no good. */
export const PATIENCE_MS = 2_000;

/**
 * Whether checkouts were decided as fast as they came: those due from when the first could be sent until no more transactions were
 * begun, so that all of them met the whole load. A latency that stays the same takes nothing away, however long it is.
 */
export const pace = z.object({
  /** Those that should have been sent, whether they were or not. */
  due: count,
  /** Of these, decided as they should be within the patience. */
  inTime: count,
  /** Median from when one should have been sent until it was decided, in ms: of the first third of these, and of the last; null when most of a third never were. */
  earlyP50: z.number().nullable(),
  lateP50: z.number().nullable(),
});
export type Pace = z.infer<typeof pace>;

/** Checkouts of a stretch; what is measured above all. */
export const checkouts = z.object({
  begun: count,
  /** 201 and 202. */
  acknowledged: count,
  /** 4xx: refused for a reason, and nothing was begun. */
  refused: count,
  /** No answer, or a 5xx. */
  unknown: count,
  /** Ended as they should: approved, rejected for want of stock, payment-failed by a decline; whether within the stretch or its drain. */
  decided: z.object({ approved: count, rejected: count, 'payment-failed': count }),
  /** Decided, but not as they should be: rejected though nothing was missing, payment-failed though nobody declined. */
  amiss: count.optional(),
  /** Acknowledged and not decided when the drain was over. */
  undecided: count,
  /** From when the checkout should have been sent to the answer, in ms. */
  acknowledgement: latency,
  /** From when the checkout should have been sent until the order is decided, in ms; until it was given up where it is undecided, which is a lower bound. */
  completion: latency,
  /** Of an open loop: a closed one waits, so that nothing is ever due. */
  pace: pace.optional(),
});
export type Checkouts = z.infer<typeof checkouts>;

export const operationFigures = z.object({
  invoked: count,
  ok: count,
  failed: count,
  unknown: count,
  latency,
});

/** What a stretch of load came to. */
export const measured = z.object({
  loop,
  /** ISO time. */
  startedAt: z.string(),
  /** How long load was offered, in s, without the drain. */
  seconds: z.number().positive(),
  /** Transactions that should have begun, that did, and that were dropped for want of a free client: never hidden in a latency. */
  offered: count,
  begun: count,
  dropped: count,
  checkouts,
  /**
   * Checkouts decided as they should be, per second: in an open loop those within the patience of when they were due, so that no
   * drain makes an overload good; in a closed loop all, as it sends no more than are decided.
   */
  goodput: z.number().nonnegative(),
  operations: z.partialRecord(operationName, operationFigures),
  timeline: z.array(second),
  generator: z.object({
    /** Processor time of the generator's process per second of the stretch: 1 is a whole core. */
    cpuShare: z.number().nonnegative(),
    /** How late transactions began, which is the generator's own fault, in ms. */
    lateness: latency,
    /** All that was sent over HTTP. */
    requests: count.optional(),
    /** Of these, looks at orders that were not decided when they were acknowledged. */
    polls: count.optional(),
  }),
});
export type Measured = z.infer<typeof measured>;

/** What a deployment uses; null where it cannot be measured. */
const used = {
  cpuMs: z.object({
    gateway: z.number().nullable(),
    services: z.number().nullable(),
    databases: z.number().nullable(),
    broker: z.number().nullable(),
    eventStore: z.number().nullable(),
    provider: z.number().nullable(),
  }),
  statements: z.number().nullable(),
  commits: z.number().nullable(),
  walBytes: z.number().nullable(),
  /** In all logs of modules. */
  messages: z.number().nullable(),
  /** To and from databases, broker and services over loopback. */
  wireBytes: z.number().nullable(),
};

/** Per second, when nothing is asked of a deployment: pollers, heartbeats, and whoever watches it. */
export const atRest = z.object({
  /** How long it was metered. */
  seconds: z.number().positive(),
  ...used,
  /** How far the processor time may be off, in ms per second: half of what the two halves of that time differ by. */
  cpuMsError: z.number().nonnegative().optional(),
});
export type AtRest = z.infer<typeof atRest>;

/** All of it, without the payment provider, who is outside; null where nothing was measured. */
export function processorTimeOf({
  gateway,
  services,
  databases,
  broker,
  eventStore,
}: Cost['cpuMs']): number | null {
  const known = [gateway, services, databases, broker, eventStore].filter((part) => part !== null);
  return known.length === 0 ? null : known.reduce((sum, part) => sum + part, 0);
}

/**
 * Per completed checkout unless it says otherwise; null where it cannot be measured. All that was used while it was metered is in it:
 * the checkout with its cart, the rest of the mix, and what the deployment uses at rest.
 */
export const cost = z.object({
  ...used,
  /** How long it was metered, with the drain and until all was quiet: so often what is used at rest is in it. */
  seconds: z.number().positive().optional(),
  /** At the end of the stretch, of the whole deployment. */
  memoryMb: z.number().nullable(),
  connections: z.number().nullable(),
});
export type Cost = z.infer<typeof cost>;

/** A stretch in the report. */
export const stretch = z.object({
  /** Unique within a run: `search-3`, `common-20`, `share-70`, `fault-kill-stock`. */
  id: z.string(),
  purpose: z.enum(['search', 'common-rate', 'share', 'given', 'fault']),
  /** Of the saturation, for `share`: 0 to 1. */
  share: z.number().nullable(),
  measured,
  cost: cost.nullable(),
});
export type Stretch = z.infer<typeof stretch>;
