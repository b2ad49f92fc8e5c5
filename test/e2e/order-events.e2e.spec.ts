import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  allEvents,
  eventually,
  type Marketplace,
  type Order,
  sharedMarketplace,
  streamedEvents,
} from '../support/e2e/index.js';

describe('server-sent events of an order', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  const url = ({ id }: Order) => `${at.client.origin}/orders/${id}/events`;

  async function rejected(): Promise<Order> {
    const shopper = await at.shop.shopper({ product: await at.shop.offer({ available: 0 }) });
    return at.shop.order(shopper.id);
  }

  it('tell all from the start, and end with the order', async () => {
    const order = await rejected();
    const events = await allEvents(url(order));
    expect(events.map(({ id, event, data }) => [id, event, data.type, data.version, data.status])).toEqual([
      ['1', 'order.pending', 'order.pending', 1, 'pending'],
      ['2', 'order.rejected', 'order.rejected', 2, 'rejected'],
    ]);
    for (const { data } of events) expect(Date.parse(data.at)).not.toBeNaN();
  });

  it('go on after Last-Event-ID', async () => {
    const order = await rejected();
    expect((await allEvents(url(order), '1')).map(({ event }) => event)).toEqual(['order.rejected']);
    expect(await allEvents(url(order), '2')).toEqual([]);
    expect(await allEvents(url(order), 'nonsense')).toHaveLength(2);
  });

  it('come while they happen, from pending to delivered, and then end', async () => {
    const shopper = await at.shop.shopper();
    const order = await at.shop.order(shopper.id);
    const versions: number[] = [];
    for await (const { data } of streamedEvents(url(order))) {
      versions.push(data.version);
      // Watching goes on while the parcels do: each run may serve other specs' sellers first.
      if (data.status === 'approved')
        await eventually(async () => {
          await at.client.expect([200], 'POST', '/shipments/deliveries');
          return (await at.shop.readOrder(order.id)).status === 'delivered';
        }, 'the order is delivered');
    }
    expect(versions).toEqual([1, 2, 3, 4, 5]);
  });

  it('can be left by the client at any time', async () => {
    const order = await at.shop.order((await at.shop.shopper()).id);
    const leaving = new AbortController();
    const seen: string[] = [];
    await expect(async () => {
      for await (const { event } of streamedEvents(url(order), { signal: leaving.signal })) {
        seen.push(event);
        if (event === 'order.approved') leaving.abort();
      }
    }).rejects.toThrow();
    expect(seen).toEqual(['order.pending', 'order.placed', 'order.approved']);
    expect((await at.client.send('GET', '/health/live')).status).toBe(200);
  });

  it('are served to many watchers at the same time', async () => {
    const order = await rejected();
    const all = await Promise.all(Array.from({ length: 30 }, () => allEvents(url(order))));
    for (const events of all) expect(events).toHaveLength(2);
  });
});
