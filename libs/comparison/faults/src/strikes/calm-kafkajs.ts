import { createRequire } from 'node:module';

interface Queue {
  readonly pending: readonly unknown[];
}

let isCalm = false;

/**
 * kafkajs 2.2.4 keeps a timer of a negative length going on each connection, which Node prints a warning of; it is needed only while
 * a request is held back.
 */
export function calmKafkajs(): void {
  if (isCalm) return;
  isCalm = true;
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as {
    prototype: Record<'scheduleCheckPendingRequests', (this: Queue) => void>;
  };
  const { scheduleCheckPendingRequests: schedule } = prototype;
  prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0) schedule.call(this);
  };
}
