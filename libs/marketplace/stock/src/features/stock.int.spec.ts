import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import { item, openStockApp, type StockApp } from '../stock-app.fixture.js';

describe.each(['state', 'events'] as const)('/stock, kept as %s', (persistence) => {
  let app: StockApp;
  beforeAll(async () => {
    app = await openStockApp(persistence);
  });
  afterAll(() => app.close());

  const put = (id: string, body: object) => app.request('PUT', `/stock/${id}`, body);

  it('is set by PUT, and takes back what GET answered', async () => {
    const id = await app.stocked(0);
    const set = await put(id, { available: 12 });
    const expected = {
      productId: id,
      productVersion: 1,
      available: 12,
      reserved: 0,
      orderCount: 0,
      yearToDate: 0,
    };
    expect([set.statusCode, set.json()]).toEqual([200, expected]);
    expect(await app.stock(id)).toEqual(expected);
    expect((await put(id, expected)).json()).toEqual(expected);
  });

  it('answers 404 with Retry-After for a product that is not known (yet)', async () => {
    for (const response of [
      await app.request('GET', `/stock/${newId()}`),
      await put(newId(), { available: 1 }),
    ])
      expect([response.statusCode, response.headers['retry-after']]).toEqual([404, '1']);
  });

  it('refuses fewer pieces than orders hold (409)', async () => {
    const id = await app.stocked(10);
    await app.reserve(newId(), [item(id, 4)]);
    const refused = await put(id, { available: 3 });
    expect([refused.statusCode, refused.json()]).toEqual([
      409,
      expect.objectContaining({ type: 'urn:whereabouts:problem:stock-below-reserved', reserved: 4 }),
    ]);
    expect((await put(id, { available: 4 })).json()).toMatchObject({ available: 4, reserved: 4 });
  });

  it.each([[-1], [1.5], ['5'], [2_000_000_000], [null]])('refuses %j pieces (400)', async (available) => {
    expect((await put(await app.stocked(0), { available })).statusCode).toBe(400);
  });

  it('is set for many at once, in order, and rejects items one by one', async () => {
    const [a, b] = [await app.stocked(0), await app.stocked(10)];
    await app.reserve(newId(), [item(b, 4)]);
    const response = await app.request('POST', '/stock:batch', {
      items: [
        { productId: a, available: 1 },
        { productId: newId(), available: 1 },
        { productId: b, available: 3 },
        { productId: a, available: 7 },
        { productId: a },
      ],
    });
    expect([response.statusCode, response.json()]).toEqual([
      200,
      {
        accepted: 2,
        rejected: [
          { index: 1, problem: expect.objectContaining({ status: 404 }) as unknown },
          { index: 2, problem: expect.objectContaining({ status: 409 }) as unknown },
          { index: 4, problem: expect.objectContaining({ status: 400 }) as unknown },
        ],
      },
    ]);
    expect([(await app.stock(a)).available, (await app.stock(b)).available]).toEqual([7, 10]);
  });

  it('takes a thousand at once and refuses one more (413)', async () => {
    const id = await app.stocked(0);
    const items = Array.from({ length: 1_000 }, (_, index) => ({ productId: id, available: index }));
    const batch = (body: object) => app.request('POST', '/stock:batch', body, { 'idempotency-key': newId() });
    expect((await batch({ items })).json()).toEqual({ accepted: 1_000, rejected: [] });
    expect((await app.stock(id)).available).toBe(999);
    expect((await batch({ items: [...items, items[0]] })).statusCode).toBe(413);
  });
});
