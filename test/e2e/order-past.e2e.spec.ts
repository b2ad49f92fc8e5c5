import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  eventually,
  isDecided,
  type Marketplace,
  type Order,
  type Problem,
  problemType,
  sharedMarketplace,
} from '../support/e2e/index.js';
import { keptAsEvents } from '../support/e2e/persistence-of.js';

interface PastEvent {
  version: number;
  type: string;
  at: string;
  status: Order['status'];
  data: Record<string, unknown>;
}

describe('what an order was', () => {
  let at: Marketplace;
  /** What was read of it, by version: as many as were seen. */
  const seen = new Map<number, Order>();
  let id: string;
  beforeAll(async () => {
    at = await sharedMarketplace();
    const shopper = await at.shop.shopper();
    id = (await at.shop.checkOut(shopper.id, { prefer: 'respond-async' })).body.id;
    await eventually(
      async () => {
        const order = await at.shop.readOrder(id);
        seen.set(order.version, order);
        return isDecided(order);
      },
      'the order is decided',
      { everyMs: 1 },
    );
  });
  afterAll(() => at.close());

  const read = <Body = Order>(path: string) => at.client.send<Body>('GET', `/orders/${id}${path}`);
  const history = async () => (await at.client.get<{ items: PastEvent[] }>(`/orders/${id}/history`)).items;

  it.each(['version=0', 'version=two', 'version=1.5', 'version=', 'at=yesterday', 'at=2026-01-01', 'at='])(
    'is refused for ?%s by the name of the parameter',
    async (query) => {
      const answer = await read<Problem & { errors: { field: string }[] }>(`?${query}`);
      expect([answer.status, problemType(answer)]).toEqual([400, 'validation']);
      expect(answer.body.errors.map(({ field }) => field)).toEqual([`query/${query.split('=')[0]}`]);
    },
  );

  it('is refused for two moments at once', async () => {
    const answer = await read<Problem & { errors: { field: string }[] }>(
      '?version=1&at=2026-01-01T00:00:00Z',
    );
    expect([answer.status, answer.body.errors.map(({ field }) => field)]).toEqual([400, ['query/version']]);
  });

  if (keptAsEvents().includes('order')) {
    it('is told by version, as it was read then', async () => {
      expect(seen.size).toBeGreaterThan(0);
      for (const [version, order] of seen) {
        const answer = await read(`?version=${version}`);
        expect([answer.status, answer.body]).toEqual([200, order]);
      }
    });

    it('is told by time, as it was read then', async () => {
      const events = await history();
      for (const { updatedAt } of seen.values()) {
        // Two changes of one millisecond: the time names the later one, which nobody may have read.
        const last = events.findLast((event) => event.at === updatedAt)?.version ?? 0;
        const answer = await read(`?at=${updatedAt}`);
        expect([answer.status, answer.body.version]).toEqual([200, last]);
        if (seen.has(last)) expect(answer.body).toEqual(seen.get(last));
      }
      const later = encodeURIComponent('2999-01-01T00:00:00+02:00');
      expect((await read(`?at=${later}`)).body).toEqual(await at.shop.readOrder(id));
    });

    it('is told as everything that happened, in accord with its status history', async () => {
      const [events, order] = [await history(), await at.shop.readOrder(id)];
      expect(events.map(({ type }) => type)).toEqual(['order.pending', 'order.placed', 'order.approved']);
      expect(events.map(({ version }) => version)).toEqual([1, 2, 3]);
      const ofStatus = events.filter(({ type }) => type !== 'order.placed');
      expect(ofStatus.map((event) => ({ status: event.status, at: event.at }))).toEqual(order.statusHistory);
      expect([events[1]?.data['lines'], events[1]?.data['totalCents']]).toEqual([
        order.lines,
        order.totalCents,
      ]);
    });

    it('is told of an order that was refused, too', async () => {
      const scarce = await at.shop.offer({ available: 0 });
      const rejected = await at.shop.order((await at.shop.shopper({ product: scarce })).id);
      const pending = await at.client.get<Order>(`/orders/${rejected.id}?version=1`);
      expect([pending.status, pending.number, pending.dropped]).toEqual(['pending', 1, []]);
      expect(await at.client.get<Order>(`/orders/${rejected.id}?version=2`)).toEqual(rejected);
    });

    it('is not found before it was there, after its last version, and when it never was', async () => {
      const stranger = randomUUID();
      for (const path of [
        `${id}?at=2001-01-01T00:00:00Z`,
        `${id}?version=4`,
        `${stranger}?version=1`,
        `${stranger}/history`,
      ]) {
        const answer = await at.client.send('GET', `/orders/${path}`);
        expect([path, answer.status, problemType(answer)]).toEqual([path, 404, 'not-found']);
      }
    });
  } else {
    it.each(['?version=1', '?at=2999-01-01T00:00:00Z', '/history'])(
      'is not kept here, and %s says which profile keeps it',
      async (path) => {
        const answer = await read<Problem>(path);
        expect([answer.status, problemType(answer)]).toEqual([404, 'history-not-kept']);
        expect(answer.body.detail).toContain('eventSourced');
      },
    );
  }
});
