import { z } from 'zod';

/** What names a parked key in the routes under `/admin/messages/parked`. */
export const keyReference = z.object({
  consumer: z.string(),
  sourceModule: z.string(),
  channel: z.string(),
  streamId: z.string(),
});
export type KeyReference = z.infer<typeof keyReference>;

export const parkedKey = keyReference.extend({
  parkedAt: z.string(),
  /** Tries of the first message so far. */
  attempts: z.number(),
  error: z.string(),
  /** The message that failed and those that followed it. */
  messages: z.number(),
  firstVersion: z.number(),
  firstType: z.string(),
});
export type ParkedKey = z.infer<typeof parkedKey>;

export const replay = z.object({
  replayed: z.number(),
  remaining: z.number(),
  error: z.string().optional(),
});
export type Replay = z.infer<typeof replay>;

export const discarded = z.object({ discarded: z.number() });
export const parkedKeys = z.object({ items: z.array(parkedKey) });
