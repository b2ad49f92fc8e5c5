import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import { ApproveOrder, OpenOrder, type OrderView, PlaceOrder } from '../../contract/index.js';
import { someItem } from '../../domain/order.fixture.js';
import { openOrderApp, type OrderApp } from '../../order-app.fixture.js';
import type { PastEvent } from './past-event.js';

const read = async (app: OrderApp, path: string) => {
  const answer = await app.request('GET', `/orders/${path}`);
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
};

describe('what an order was, where orders are kept as events', () => {
  let app: OrderApp;
  let orderId: string;
  /** What was read after each change. */
  const seen: OrderView[] = [];
  beforeAll(async () => {
    app = await openOrderApp('events');
    orderId = newId();
    const changes = [
      new OpenOrder({ orderId, customerId: newId(), currency: 'EUR' }),
      new PlaceOrder({ orderId, items: [someItem()], dropped: [] }),
      new ApproveOrder({ orderId }),
    ];
    for (const change of changes) {
      await app.commands.execute(change);
      seen.push((await app.request('GET', `/orders/${orderId}`)).json<OrderView>());
    }
  });
  afterAll(() => app.close());

  it('is told by version, as it was read then', async () => {
    for (const [index, order] of seen.entries())
      expect(await read(app, `${orderId}?version=${index + 1}`)).toEqual({ status: 200, body: order });
  });

  it('is told by time, as it was read then, up to the very moment of a change', async () => {
    for (const order of seen)
      expect(await read(app, `${orderId}?at=${order.updatedAt}`)).toEqual({ status: 200, body: order });
    const later = encodeURIComponent('2999-01-01T00:00:00+02:00');
    expect(await read(app, `${orderId}?at=${later}`)).toEqual({ status: 200, body: seen[2] });
  });

  it('is not found before it was there, after its last version, and when it never was', async () => {
    for (const path of [
      `${orderId}?at=2001-01-01T00:00:00Z`,
      `${orderId}?version=4`,
      `${newId()}?version=1`,
      `${newId()}/history`,
    ])
      expect(await read(app, path)).toMatchObject({
        status: 404,
        body: { type: 'urn:whereabouts:problem:not-found' },
      });
  });

  it.each([
    ['version', 'version=0'],
    ['version', 'version=two'],
    ['at', 'at=yesterday'],
    ['version', 'version=1&at=2026-01-01T00:00:00Z'],
  ])('is refused by name of the parameter %s for ?%s', async (name, query) => {
    const { status, body } = await read(app, `${orderId}?${query}`);
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(`"query/${name}"`)]);
  });

  it('is told as everything that happened, with the versions, times and statuses that were read then', async () => {
    const { status, body } = await read(app, `${orderId}/history`);
    const items = body['items'] as PastEvent[];
    expect(status).toBe(200);
    expect(items.map(({ type }) => type)).toEqual(['order.pending', 'order.placed', 'order.approved']);
    expect(items.map(({ version, at, status: then }) => [version, at, then])).toEqual(
      seen.map(({ version, updatedAt, status: then }) => [version, updatedAt, then]),
    );
    expect(items[1]?.data).toMatchObject({ lines: seen[1]?.lines });
  });
});

describe('what an order was, where orders are kept as rows', () => {
  it('is refused in one sentence that says which profile keeps it', async () => {
    const app = await openOrderApp('state');
    const orderId = await app.open();
    for (const path of ['?version=1', '?at=2999-01-01T00:00:00Z', '/history'])
      expect(await read(app, `${orderId}${path}`)).toMatchObject({
        status: 404,
        body: {
          type: 'urn:whereabouts:problem:history-not-kept',
          detail: expect.stringContaining('eventSourced'),
        },
      });
    expect(await read(app, orderId)).toMatchObject({ status: 200 });
    await app.close();
  });
});
