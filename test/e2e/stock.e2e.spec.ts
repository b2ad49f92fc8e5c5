import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Marketplace, problemType, sharedMarketplace, type Stock } from '../support/e2e/index.js';

describe('stock', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  const set = (productId: string, body: unknown) =>
    at.client.send<Stock>('PUT', `/stock/${productId}`, { body });

  it('is set per product and read back at once', async () => {
    const product = await at.shop.offer({ available: 12 });
    const expected = {
      productId: product.id,
      productVersion: 1,
      available: 12,
      reserved: 0,
      orderCount: 0,
      yearToDate: 0,
    };
    expect(await at.shop.stock(product.id)).toEqual(expected);
    const again = await set(product.id, { available: 5 });
    expect([again.status, again.body]).toEqual([200, { ...expected, available: 5 }]);
    expect(await at.shop.stock(product.id)).toEqual(again.body);
  });

  it('of a product that nobody knows is 404, and says that it may only be late', async () => {
    for (const method of ['GET', 'PUT']) {
      const answer = await at.client.send(
        method,
        `/stock/${randomUUID()}`,
        method === 'PUT' ? { body: { available: 1 } } : {},
      );
      expect([answer.status, problemType(answer)]).toEqual([404, 'not-found']);
      if (method === 'PUT') expect(answer.headers['retry-after']).toBe('1');
    }
  });

  it.each([
    { available: -1 },
    { available: 1.5 },
    { available: '3' },
    {},
    { available: 3_000_000_000 },
    { available: 1, colour: 'red' },
  ])('refuses %j', async (body) => {
    const product = await at.shop.offer();
    const answer = await set(product.id, body);
    expect([answer.status, problemType(answer)]).toEqual([400, 'validation']);
  });

  it('loses what an order takes, and counts the order and its pieces', async () => {
    const product = await at.shop.offer({ available: 10 });
    const shopper = await at.shop.shopper({ product, quantity: 4 });
    expect((await at.shop.order(shopper.id)).status).toBe('approved');
    expect(await at.shop.stock(product.id)).toMatchObject({
      available: 6,
      reserved: 0,
      orderCount: 1,
      yearToDate: 4,
    });
  });

  it('keeps its quantities when the product is replaced', async () => {
    const product = await at.shop.offer({ available: 9 });
    await at.client.put(`/products/${product.id}`, at.shop.details());
    expect(await at.shop.stock(product.id)).toMatchObject({ available: 9 });
  });

  it('sells the last pieces once: of ten who want the last three, three get one', async () => {
    const product = await at.shop.offer({ available: 3 });
    const shoppers = await Promise.all(Array.from({ length: 10 }, () => at.shop.shopper({ product })));
    const orders = await Promise.all(shoppers.map(({ id }) => at.shop.order(id)));
    expect(orders.map(({ status }) => status).sort()).toEqual([
      ...Array<string>(3).fill('approved'),
      ...Array<string>(7).fill('rejected'),
    ]);
    expect(await at.shop.stock(product.id)).toMatchObject({
      available: 0,
      reserved: 0,
      orderCount: 3,
      yearToDate: 3,
    });
  });
});
