import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServerSentEvent } from '@platform/http';

import { ApproveOrder, CloseOrder, PlaceOrder } from '../../contract/index.js';
import { someItem } from '../../domain/order.fixture.js';
import { openOrderApp, type OrderApp } from '../../order-app.fixture.js';
import { OrderEvents } from './order-events.js';

describe.each(['state', 'events'] as const)('GET /orders/{id}/events of orders kept as %s', (persistence) => {
  let app: OrderApp;
  beforeAll(async () => {
    app = await openOrderApp(persistence);
  });
  afterAll(() => app.close());

  const fail = async (): Promise<string> => {
    const orderId = await app.open();
    const close = { orderId, failedAt: 'charge', reason: 'declined', dropped: [], items: [someItem()] };
    await app.commands.execute(new CloseOrder({ ...close, status: 'payment-failed' }));
    return orderId;
  };
  /** The next event, without its time. */
  const next = async (stream: AsyncGenerator<ServerSentEvent>) => {
    const { value, done } = (await stream.next()) as IteratorResult<ServerSentEvent, undefined>;
    if (done === true) return 'the end';
    const { type, version, status } = value.data as Record<string, unknown>;
    expect([value.id, value.event]).toEqual([version, type]);
    return `${String(version)} ${String(type)} ${String(status)}`;
  };
  const follow = (orderId: string, after = 0, signal = new AbortController().signal) =>
    app.get(OrderEvents).follow(orderId, after, signal);

  it('tells an order from its start to its end, and ends', async () => {
    const orderId = await fail();
    const answer = await app.request('GET', `/orders/${orderId}/events`);
    expect(answer.headers['content-type']).toContain('text/event-stream');
    const frames = answer.body.split('\n\n').filter((frame) => frame.startsWith('id:'));
    expect(frames.map((frame) => frame.split('\n').slice(0, 2))).toEqual([
      ['id: 1', 'event: order.pending'],
      ['id: 2', 'event: order.placed'],
      ['id: 3', 'event: order.payment-failed'],
    ]);
    expect(JSON.parse(frames[2]?.split('\n')[2]?.slice('data: '.length) ?? '')).toEqual({
      type: 'order.payment-failed',
      version: 3,
      at: expect.stringMatching(/Z$/),
      status: 'payment-failed',
    });
  });

  it('goes on after the last event that was received', async () => {
    const orderId = await fail();
    const rest = (id: string) =>
      app
        .request('GET', `/orders/${orderId}/events`, undefined, { 'last-event-id': id })
        .then(({ body }) => body.match(/^id: .*$/gm));
    expect(await rest('2')).toEqual(['id: 3']);
    expect(await rest('3')).toBeNull();
    expect(await rest('nonsense')).toHaveLength(3);
  });

  it('tells what happens while someone watches', async () => {
    const orderId = await app.open();
    const stream = follow(orderId);
    expect(await next(stream)).toBe('1 order.pending pending');
    const placed = next(stream);
    await app.commands.execute(new PlaceOrder({ orderId, items: [someItem()], dropped: [] }));
    expect(await placed).toBe('2 order.placed pending');
    const approved = next(stream);
    await app.commands.execute(new ApproveOrder({ orderId }));
    expect(await approved).toBe('3 order.approved approved');
    await stream.return(undefined);
  });

  it('follows the shipment to the end', async () => {
    const orderId = await app.approve();
    const stream = follow(orderId, 3);
    await app.unit('shipment').run(() => {
      app.log('shipment').append(`shipment-${orderId}`, [
        { type: 'shipment.in-transit', data: { orderId } },
        { type: 'shipment.delivered', data: { orderId } },
      ]);
      return Promise.resolve();
    });
    expect(await next(stream)).toBe('4 order.in-transit in-transit');
    expect(await next(stream)).toBe('5 order.delivered delivered');
    expect(await next(stream)).toBe('the end');
  });

  // A log that is the truth never loses its beginning.
  if (persistence === 'state')
    it('starts with a snapshot where the log no longer has the old days', async () => {
      const orderId = await app.approve();
      const unit = app.unit('order');
      await unit.run(() =>
        unit.query('DELETE FROM "order".event WHERE stream_id = $1 AND version < 3', [`order-${orderId}`]),
      );
      const stream = follow(orderId);
      expect(await next(stream)).toBe('3 order.snapshot approved');
      await stream.return(undefined);

      const failed = await fail();
      await unit.run(() => unit.query('DELETE FROM "order".event WHERE stream_id = $1', [`order-${failed}`]));
      const ended = follow(failed);
      expect(await next(ended)).toBe('3 order.snapshot payment-failed');
      expect(await next(ended)).toBe('the end');
    });

  it('ends when the watcher leaves', async () => {
    const watcher = new AbortController();
    const stream = follow(await app.approve(), 3, watcher.signal);
    const waiting = next(stream);
    watcher.abort();
    expect(await waiting).toBe('the end');
  });
});
