import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import type { Page } from '@platform/http';
import { waitUntil } from '@platform/messaging/testing';

import type { OrderView } from '../../contract/index.js';
import { openOrderApp, type OrderApp } from '../../order-app.fixture.js';

describe.each(['state', 'events'] as const)(
  'GET /orders and /orders/{id} of orders kept as %s',
  (persistence) => {
    let app: OrderApp;
    beforeAll(async () => {
      app = await openOrderApp(persistence);
    });
    afterAll(() => app.close());

    const page = async (query: string): Promise<Page<OrderView>> =>
      (await app.request('GET', `/orders?${query}`)).json<Page<OrderView>>();

    /** Lists may lag behind what was written. */
    const untilListed = (query: string, newest: string | undefined) =>
      waitUntil(`${newest} is listed`, async () => (await page(query)).items[0]?.id === newest);

    it("lists a customer's orders, newest first, and nobody else's", async () => {
      const customerId = newId();
      const first = await app.open(customerId);
      await app.open();
      const second = await app.approve(customerId);
      await untilListed(`customerId=${customerId}`, second);
      const { items, nextCursor } = await page(`customerId=${customerId}`);
      expect(items.map(({ id, number }) => [id, number])).toEqual([
        [second, 2],
        [first, 1],
      ]);
      expect(nextCursor).toBeUndefined();
      expect(items[0]?.lines).toHaveLength(1);
    });

    it('goes on where a page ended, whatever was ordered in between', async () => {
      const customerId = newId();
      const listed = (newest: string) => untilListed(`customerId=${customerId}`, newest);
      for (let n = 1; n <= 4; n += 1) await app.open(customerId);
      await listed(await app.open(customerId));
      const numbers = async (query: string) => {
        const { items, nextCursor } = await page(`customerId=${customerId}&limit=2${query}`);
        return { numbers: items.map(({ number }) => number), nextCursor };
      };
      const first = await numbers('');
      await listed(await app.open(customerId));
      const second = await numbers(`&cursor=${first.nextCursor}`);
      const third = await numbers(`&cursor=${second.nextCursor}`);
      expect([first.numbers, second.numbers, third.numbers]).toEqual([[5, 4], [3, 2], [1]]);
      expect(third.nextCursor).toBeUndefined();
    });

    it("lists everybody's orders by time, page by page", async () => {
      const opened: string[] = [];
      for (let n = 1; n <= 3; n += 1) opened.unshift(await app.open());
      await untilListed('', opened[0]);
      const first = await page('limit=2');
      const second = await page(`limit=1&cursor=${first.nextCursor}`);
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(opened);
    });

    it.each(['customerId=x', 'limit=0', 'limit=101', 'cursor=%7B', 'cursor=eyJudW1iZXIiOiJ4In0'])(
      'refuses %s',
      async (query) => {
        expect((await app.request('GET', `/orders?${query}`)).statusCode).toBe(400);
      },
    );

    it('refuses a cursor of another list than the one asked for', async () => {
      const customerId = newId();
      await app.open(customerId);
      await app.open(customerId);
      const { nextCursor } = await page(`customerId=${customerId}&limit=1`);
      expect((await app.request('GET', `/orders?cursor=${nextCursor}`)).json()).toMatchObject({
        type: 'urn:whereabouts:problem:invalid-cursor',
      });
    });

    it('finds a page by an index, not by reading all orders', async () => {
      const unit = app.unit('order');
      const plan = await unit.run(async () => {
        await unit.query('SET LOCAL enable_seqscan = off');
        return unit.query<{ 'QUERY PLAN': string }>(
          'EXPLAIN SELECT id FROM "order".orders WHERE customer_id = $1 AND number < 9 ORDER BY number DESC LIMIT 3',
          [newId()],
        );
      });
      const text = plan.map((row) => row['QUERY PLAN']).join('\n');
      expect(text).toContain('Index');
      expect(text).not.toContain('Sort');
    });

    it('reads an order with its version as entity tag, and not again when nothing changed', async () => {
      const orderId = await app.approve();
      const first = await app.request('GET', `/orders/${orderId}`);
      expect(first.statusCode).toBe(200);
      expect(first.headers.etag).toBe('"3"');
      const again = await app.request('GET', `/orders/${orderId}`, undefined, { 'if-none-match': '"3"' });
      expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', '"3"']);
      expect(
        (await app.request('GET', `/orders/${orderId}`, undefined, { 'if-none-match': '"2"' })).statusCode,
      ).toBe(200);
    });

    it('says 404 for an order that does not exist', async () => {
      expect((await app.request('GET', `/orders/${newId()}`)).statusCode).toBe(404);
      expect((await app.request('GET', `/orders/${newId()}/events`)).statusCode).toBe(404);
    });
  },
);
