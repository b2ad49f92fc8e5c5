import { expect, it, jest } from '@jest/globals';
import { createRequire } from 'node:module';

import { mendKafkajsTimers } from './kafkajs-timers.js';

interface Queue {
  readonly pending: unknown[];
  scheduleCheckPendingRequests(): void;
  destroy(): void;
}

/** As kafkajs makes one for each connection. */
function requestQueue(): Queue {
  const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as new (
    options: unknown,
  ) => Queue;
  return new RequestQueue({
    broker: 'b',
    clientId: 'c',
    requestTimeout: 1_000,
    logger: { debug: () => undefined },
  });
}

it('an idle connection of kafkajs asks for no timer, one with held back requests does', () => {
  mendKafkajsTimers();
  const timers = jest.spyOn(globalThis, 'setTimeout');
  const queue = requestQueue();
  queue.scheduleCheckPendingRequests();
  expect(timers).not.toHaveBeenCalled();
  queue.pending.push('a request');
  queue.scheduleCheckPendingRequests();
  expect(timers).toHaveBeenCalledTimes(1);
  expect(timers.mock.calls[0]?.[1]).toBeGreaterThan(0);
  queue.destroy();
  timers.mockRestore();
});
