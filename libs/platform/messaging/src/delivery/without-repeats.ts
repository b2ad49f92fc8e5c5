import type { RecordedMessage } from '../envelope/message.js';
import { keyOf } from './message-key.js';

/**
 * Leaves out what comes again after it, or after a later one of its key, within one delivery. A batch marks each key in the inbox
 * once, from its first to its last version, and so cannot tell by the inbox.
 */
export function withoutRepeats(messages: readonly RecordedMessage[]): RecordedMessage[] {
  const latest = new Map<string, number>();
  return messages.filter((message) => {
    const key = keyOf(message);
    if (message.streamVersion <= (latest.get(key) ?? 0)) return false;
    latest.set(key, message.streamVersion);
    return true;
  });
}
