import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import {
  ApproveOrder,
  CloseOrder,
  OpenOrder,
  OrderReader,
  type OrderView,
  PlaceOrder,
} from '../contract/index.js';
import { someItem } from '../domain/order.fixture.js';
import { openOrderApp, type OrderApp } from '../order-app.fixture.js';

describe.each(['state', 'events'] as const)("the order's part in a checkout, kept as %s", (persistence) => {
  let app: OrderApp;
  beforeAll(async () => {
    app = await openOrderApp(persistence);
  });
  afterAll(() => app.close());

  const read = async (id: string): Promise<OrderView> => {
    const order = await app.get(OrderReader).read(id);
    if (!order) throw new Error(`There is no order ${id}.`);
    return order;
  };
  const item = someItem();

  it('begins pending, readable, with the next number of its customer', async () => {
    const customerId = newId();
    await app.open(customerId);
    const order = await read(await app.open(customerId));
    expect(order).toMatchObject({
      customerId,
      number: 2,
      status: 'pending',
      version: 1,
      lines: [],
      totalCents: 0,
    });
    expect(order.statusHistory).toEqual([{ status: 'pending', at: order.createdAt }]);
  });

  it('takes one number, however often and at once the same order is opened', async () => {
    const customerId = newId();
    const orderId = newId();
    const open = () => app.commands.execute(new OpenOrder({ orderId, customerId, currency: 'EUR' }));
    const answers = [...(await Promise.all([open(), open(), open()])), await open()];
    expect(answers).toEqual(Array(4).fill({ outcome: 'done', result: { number: 1 } }));
    const next = await app.commands.execute(new OpenOrder({ orderId: newId(), customerId, currency: 'EUR' }));
    expect(next).toEqual({ outcome: 'done', result: { number: 2 } });
  });

  it('is placed and approved, and answers the same when it is asked again', async () => {
    const orderId = await app.open();
    const dropped = [{ productId: newId(), reason: 'out-of-stock' as const }];
    const place = new PlaceOrder({ orderId, items: [item], dropped });
    const placed = await app.commands.execute(place);
    expect(placed).toMatchObject({ outcome: 'done', result: { totalCents: 3_300, itemsCents: 3_000 } });
    expect(await app.commands.execute(place)).toEqual(placed);

    const approve = new ApproveOrder({ orderId });
    expect(await app.commands.execute(approve)).toEqual({ outcome: 'done', result: null });
    expect(await app.commands.execute(approve)).toEqual({ outcome: 'done', result: null });
    const order = await read(orderId);
    expect(order).toMatchObject({ status: 'approved', version: 3, dropped, totalCents: 3_300 });
    expect(order.lines).toEqual([{ ...item, totalCents: 3_300 }]);
    expect(order.statusHistory.map(({ status }) => status)).toEqual(['pending', 'approved']);
  });

  it('is rejected with the reason in its history', async () => {
    const orderId = await app.open();
    const dropped = [{ productId: newId(), reason: 'unavailable' as const }];
    const close = new CloseOrder({
      orderId,
      failedAt: 'reserve',
      reason: 'nothing-left',
      status: 'rejected',
      dropped,
      items: [],
    });
    for (const time of [1, 2]) {
      expect([time, await app.commands.execute(close)]).toEqual([time, { outcome: 'done', result: null }]);
    }
    const order = await read(orderId);
    expect(order).toMatchObject({ status: 'rejected', version: 2, lines: [], dropped, totalCents: 0 });
    expect(order.statusHistory[1]).toMatchObject({ status: 'rejected', reason: 'nothing-left' });
  });

  it('keeps lines and totals of an order whose payment failed, placed in the same breath if need be', async () => {
    const orderId = await app.open();
    const close = new CloseOrder({
      orderId,
      failedAt: 'charge',
      reason: 'payment-declined',
      status: 'payment-failed',
      dropped: [],
      items: [item],
    });
    expect(await app.commands.execute(close)).toEqual({ outcome: 'done', result: null });
    const order = await read(orderId);
    expect(order).toMatchObject({ status: 'payment-failed', version: 3, totalCents: 3_300 });
    expect(order.lines).toHaveLength(1);
  });

  it('refuses what is not legal, without an exception and without a change', async () => {
    const orderId = await app.approve();
    const before = await read(orderId);
    const close = { orderId, failedAt: 'charge', reason: 'late', dropped: [], items: [item] };
    for (const status of ['rejected', 'payment-failed'] as const) {
      expect(await app.commands.execute(new CloseOrder({ ...close, status }))).toMatchObject({
        outcome: 'refused',
        reason: `order-approved-cannot-be-${status}`,
      });
    }
    expect(await read(orderId)).toEqual(before);
    expect(await app.commands.execute(new ApproveOrder({ orderId: newId() }))).toMatchObject({
      outcome: 'refused',
      reason: 'order-unknown',
    });
  });
});
