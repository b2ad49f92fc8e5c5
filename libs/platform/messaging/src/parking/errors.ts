import type { ParkedKey } from './parked-key.js';

/** Nothing is parked under this key in this process. */
export class UnknownParkedKeyError extends Error {
  override readonly name = 'UnknownParkedKeyError';

  constructor({ consumer, streamId }: ParkedKey) {
    super(
      `No messages${streamId === '' ? '' : ` of stream "${streamId}"`} are parked for consumer "${consumer}"; list the parked keys to see which are.`,
    );
  }
}
