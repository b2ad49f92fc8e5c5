import type { RecordedMessage } from '../envelope/message.js';

/** What a consumer keeps in order: one stream of one channel of one module. */
export interface MessageKey {
  readonly sourceModule: string;
  readonly channel: string;
  readonly streamId: string;
}

export function keyOf({ sourceModule, channel, streamId }: MessageKey): string {
  return `${sourceModule}\0${channel}\0${streamId}`;
}

/** Compares as PostgreSQL compares ids; messages of one key are equal. */
export function byKey(a: MessageKey, b: MessageKey): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The columns of a key, as parameters of a statement. */
export function keyParameters(
  consumer: string,
  { sourceModule, channel, streamId }: MessageKey | RecordedMessage,
): [string, string, string, string] {
  return [consumer, sourceModule, channel, streamId];
}

/** The condition that matches {@link keyParameters}. */
export const KEY_CONDITION = 'consumer = $1 AND source_module = $2 AND channel = $3 AND stream_id = $4';
export const KEY_COLUMNS = 'consumer, source_module, channel, stream_id';
