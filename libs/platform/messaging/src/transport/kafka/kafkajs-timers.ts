import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
}
interface RequestQueueClass {
  readonly prototype: { scheduleCheckPendingRequests(this: RequestQueue): void };
}

let mended = false;

/**
 * Mends kafkajs 2.2.4, which looks for requests held back by a throttle once a millisecond and connection for ever, also when
 * none is: a connection that idles costs more processor time than one that works, and each look asks for a timer of negative
 * length, which Node 24 warns of. There is something to look for only while something is pending.
 */
export function mendKafkajsTimers(): void {
  if (mended) return;
  mended = true;
  const require = createRequire(import.meta.url);
  const { prototype } = require('kafkajs/src/network/requestQueue/index.js') as RequestQueueClass;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its `this` below
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0) schedule.call(this);
  };
}
