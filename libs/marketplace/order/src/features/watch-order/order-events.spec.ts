import { describe, expect, it } from '@jest/globals';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { OrderViews } from '../read-order/order-views.js';
import { OrderChanges } from './order-changes.js';
import { OrderEvents } from './order-events.js';

const unit = { read: (work: () => unknown) => work() } as unknown as UnitOfWork;
const approved = { type: 'order.approved', streamVersion: 3, time: '2026-11-26T12:00:00.000Z' };
const rejected = { type: 'order.rejected', streamVersion: 2, time: '2026-11-26T12:00:00.000Z' };

/** What is told after `after`, when each look at the log finds one of these in turn and the order reads like this. */
const told = async (
  after: number,
  looks: readonly (readonly object[])[],
  order: { version: number; status: string },
) => {
  let look = 0;
  const log = { read: () => Promise.resolve(looks[look++] ?? []) } as unknown as EventLog;
  const views = { byId: () => Promise.resolve({ ...order, updatedAt: '' }) } as unknown as OrderViews;
  const events = new OrderEvents(unit, log, views, new OrderChanges());
  const first = await events.follow('an order', after, new AbortController().signal).next();
  return first.done === true ? 'the end' : `${first.value.id} ${first.value.event}`;
};

describe('following an order', () => {
  it('takes nothing for gone that was committed between the look at the log and the look at the order', async () => {
    expect(await told(1, [[], [rejected]], { version: 2, status: 'rejected' })).toBe('2 order.rejected');
  });

  it('takes for gone what the log does not have though the order has been through it', async () => {
    expect(await told(1, [[], []], { version: 2, status: 'rejected' })).toBe('2 order.snapshot');
    expect(await told(1, [[approved], [approved]], { version: 3, status: 'approved' })).toBe(
      '3 order.snapshot',
    );
  });
});
