import { describe, expect, it } from '@jest/globals';

import type { OrderEvent, OrderStatus } from '../contract/index.js';
import { Order } from './order.js';
import { someItem } from './order.fixture.js';

const item = someItem();
const dropped = [{ productId: someItem().productId, reason: 'out-of-stock' as const }];

const open = () => Order.open('o', 'c', 7, 'EUR');
const placed = () => after(open(), (order) => order.place([item], dropped));
const approved = () => after(placed(), (order) => order.approve());
const rejected = () => after(open(), (order) => order.reject('nothing-left', dropped));
const paymentFailed = () => after(placed(), (order) => order.failPayment('declined', [item], dropped));
const inTransit = () => after(approved(), (order) => order.enterTransit());
const delivered = () => after(inTransit(), (order) => order.deliver());

function after(order: Order, change: (order: Order) => unknown): Order {
  change(order);
  return order;
}
const types = (order: Order): OrderEvent['type'][] => order.pullEvents().map(({ type }) => type);

describe('an order', () => {
  it('is approved at version 3, in transit at 4 and delivered at 5', () => {
    const order = delivered();
    expect(types(order)).toEqual([
      'order.pending',
      'order.placed',
      'order.approved',
      'order.in-transit',
      'order.delivered',
    ]);
    expect(order.version).toBe(5);
  });

  it('is rejected at version 2, without lines, everything dropped', () => {
    const order = rejected();
    expect(order.version).toBe(2);
    expect(order.state).toMatchObject({
      status: 'rejected',
      lines: [],
      dropped,
      totals: { totalCents: 0 },
    });
  });

  it('keeps lines and totals when the payment fails, at version 3 whether it was placed or not', () => {
    const unplaced = after(open(), (order) => order.failPayment('declined', [item], dropped));
    for (const order of [paymentFailed(), unplaced]) {
      expect(order.version).toBe(3);
      expect(order.state).toMatchObject({
        status: 'payment-failed',
        dropped,
        totals: { totalCents: 2 * 1_500 + 300 },
      });
      expect(order.state.lines).toHaveLength(1);
    }
  });

  it('is approved by the news of its delivery when that overtakes the approval', () => {
    const order = placed();
    expect(order.deliver().outcome).toBe('done');
    expect(types(order).slice(2)).toEqual(['order.approved', 'order.in-transit', 'order.delivered']);
  });

  it('is the same when it is replayed from its events', () => {
    const original = paymentFailed();
    const copy = new Order('o');
    copy.replay(original.pullEvents());
    expect(copy.state).toEqual(original.state);
    expect(copy.version).toBe(original.version);
  });
});

/** Every way an order can be asked to go, from everywhere: what it becomes, or that it stays. */
const WAYS: Record<string, (order: Order) => { readonly outcome: string }> = {
  place: (order) => order.place([item], []),
  approve: (order) => order.approve(),
  reject: (order) => order.reject('nothing-left', dropped),
  failPayment: (order) => order.failPayment('declined', [item], []),
  enterTransit: (order) => order.enterTransit(),
  deliver: (order) => order.deliver(),
};
const from: Record<string, () => Order> = {
  open,
  placed,
  approved,
  rejected,
  paymentFailed,
  inTransit,
  delivered,
};
const LEGAL: Record<string, Record<string, OrderStatus>> = {
  open: { place: 'pending', reject: 'rejected', failPayment: 'payment-failed' },
  placed: {
    approve: 'approved',
    failPayment: 'payment-failed',
    enterTransit: 'in-transit',
    deliver: 'delivered',
  },
  approved: { enterTransit: 'in-transit', deliver: 'delivered' },
  rejected: {},
  paymentFailed: {},
  inTransit: { deliver: 'delivered' },
  delivered: {},
};
/** Asked again for what it has been through, it says so and stays. */
const AGAIN: Record<string, readonly string[]> = {
  placed: ['place'],
  approved: ['place', 'approve'],
  rejected: ['reject'],
  paymentFailed: ['place', 'failPayment'],
  inTransit: ['place', 'approve', 'enterTransit'],
  delivered: ['place', 'approve', 'enterTransit', 'deliver'],
};

describe.each(Object.keys(from))('an order that is %s', (name) => {
  it.each(Object.keys(WAYS))('answers to %s and moves only where it may', (way) => {
    const order = from[name]?.() ?? open();
    const before = { state: order.state, version: order.version };
    const answer = WAYS[way]?.(order);
    const becomes = LEGAL[name]?.[way];
    if (becomes !== undefined) {
      expect(answer?.outcome).toBe('done');
      expect(order.state.status).toBe(becomes);
      expect(order.version).toBeGreaterThan(before.version);
      return;
    }
    expect(answer?.outcome).toBe(AGAIN[name]?.includes(way) ? 'done' : 'refused');
    expect({ state: order.state, version: order.version }).toEqual(before);
  });
});
