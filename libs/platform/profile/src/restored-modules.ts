import { z } from 'zod';

/** Events of a stream that others have and the module's log has not. */
export const streamBeyondLog = z.object({
  streamId: z.string(),
  from: z.int(),
  to: z.int(),
  events: z.int(),
  /** When the first and the last of them were recorded; null where nobody kept that. */
  first: z.string().nullable(),
  last: z.string().nullable(),
});

/** A module as its log compares with what is known of it elsewhere. */
export const comparedModule = z.object({
  module: z.string(),
  /**
   * What comes back of it by itself: `all` that it keeps, for that is events; its `events`, and not the state of sagas that it keeps
   * beside them; `nothing`, as it keeps rows.
   */
  returns: z.enum(['all', 'events', 'nothing']),
  /** Whether it keeps the state of sagas beside its aggregates. */
  keepsSagas: z.boolean(),
  /** When its log was last found to come from a dump; null when it never was. */
  restoredAt: z.string().nullable(),
  /** When it was settled since then; null when it was not. */
  settledAt: z.string().nullable(),
  /** What it was compared with: the Event Store; without one, what other modules have handled. */
  comparedWith: z.enum(['archive', 'consumers']),
  /** How many events were looked at. */
  looked: z.int(),
  beyond: z.array(streamBeyondLog),
  /** Streams of which the log has another event under a version. */
  differing: z.array(z.object({ streamId: z.string(), version: z.int() })),
  /** Versions beyond the log that the archive lacks, too. */
  lacking: z.array(z.object({ streamId: z.string(), from: z.int(), to: z.int() })),
});

export type ComparedModule = z.infer<typeof comparedModule>;
export type StreamBeyondLog = z.infer<typeof streamBeyondLog>;

/** A module whose log may be written again. */
export const settledModule = z.object({
  module: z.string(),
  /** Events that it got back. */
  events: z.int(),
  /** Streams that go on after versions of which it has no event. */
  streams: z.int(),
});

export type SettledModule = z.infer<typeof settledModule>;

/** What a child process that works on the logs of modules tells its launcher over IPC, besides its {@link StartReport}. */
export const recoverReport = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), text: z.string() }),
  z.object({ type: z.literal('compared'), modules: z.array(comparedModule) }),
  z.object({ type: z.literal('settled'), modules: z.array(settledModule) }),
]);

export type RecoverReport = z.infer<typeof recoverReport>;
