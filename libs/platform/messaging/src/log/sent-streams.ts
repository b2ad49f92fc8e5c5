import type { Channel } from '../envelope/message.js';

/** Commands and replies have streams of their own, for each receiver and key: an aggregate's version rises by its own events only. */
export function sentStreamId(channel: Channel, target: string, key: string): string {
  return `${channel}:${target}:${key}`;
}

/** Condition under which a stream is one of these. */
export function isSentStream(column: string): string {
  return `${column} LIKE ANY ('{commands:%,replies:%}')`;
}
