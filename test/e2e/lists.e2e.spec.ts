import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  type Marketplace,
  type Order,
  problemType,
  type Product,
  sharedMarketplace,
} from '../support/e2e/index.js';

interface Page<Item> {
  items: Item[];
  nextCursor?: string;
}

/** They may be a moment behind: what they are to show is waited for, until all is quiet. */
describe('lists', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  const page = <Item>(path: string, cursor?: string) =>
    at.client.get<Page<Item>>(cursor === undefined ? path : `${path}&cursor=${encodeURIComponent(cursor)}`);

  async function pages<Item>(path: string, between: () => Promise<unknown> = () => Promise.resolve()) {
    const found: Page<Item>[] = [await page<Item>(path)];
    for (let cursor = found[0]?.nextCursor; cursor !== undefined; cursor = found.at(-1)?.nextCursor) {
      await between();
      found.push(await page<Item>(path, cursor));
    }
    return found;
  }

  it('give products by id, a page at a time, each exactly once', async () => {
    const sellerId = randomUUID();
    const products = await Promise.all(Array.from({ length: 7 }, () => at.shop.product({ sellerId })));
    await at.quiescent();
    const found = await pages<Product>(`/products?sellerId=${sellerId}&limit=3`);
    expect(found.map(({ items }) => items.length)).toEqual([3, 3, 1]);
    expect(found.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(
      products.map(({ id }) => id).sort(),
    );
  });

  it('stay stable under inserts: what was there is seen once, however much is added meanwhile', async () => {
    const sellerId = randomUUID();
    const before = await Promise.all(Array.from({ length: 6 }, () => at.shop.product({ sellerId })));
    await at.quiescent();
    const found = await pages<Product>(`/products?sellerId=${sellerId}&limit=2`, () =>
      at.shop.product({ sellerId }),
    );
    const ids = found.flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
  });

  it('filter by seller and category, 20 at a time unless asked otherwise', async () => {
    const [sellerId, category] = [randomUUID(), `garden-${randomUUID()}`];
    await Promise.all(Array.from({ length: 22 }, () => at.shop.product({ sellerId, category })));
    await at.shop.product({ sellerId });
    await at.quiescent();
    expect((await page<Product>(`/products?category=${category}`)).items).toHaveLength(20);
    expect((await page<Product>(`/products?category=${category}&limit=100`)).items).toHaveLength(22);
    const both = await page<Product>(`/products?sellerId=${sellerId}&category=${category}&limit=22`);
    expect([both.items.length, both.nextCursor]).toEqual([22, undefined]);
  });

  it('give a customer’s orders newest first, also when more are made meanwhile', async () => {
    const product = await at.shop.offer();
    const shopper = await at.shop.customer();
    const buy = async (): Promise<Order> => {
      await at.shop.putItem(shopper.id, { product });
      return at.shop.order(shopper.id);
    };
    for (let n = 0; n < 5; n += 1) await buy();
    await at.quiescent();
    const found = await pages<Order>(`/orders?customerId=${shopper.id}&limit=2`, buy);
    expect(found.flatMap(({ items }) => items.map(({ number }) => number))).toEqual([5, 4, 3, 2, 1]);
    expect(await page<Order>(`/orders?customerId=${randomUUID()}`)).toEqual({ items: [] });
  });

  it.each(['limit=0', 'limit=101', 'limit=ten', 'limit=1.5', 'cursor=nonsense', 'cursor=', 'colour=red'])(
    'refuse %s',
    async (query) => {
      const answer = await at.client.send('GET', `/products?${query}`);
      expect([answer.status, ['validation', 'invalid-cursor'].includes(problemType(answer) ?? '')]).toEqual([
        400,
        true,
      ]);
    },
  );

  it('refuse the cursor of another list', async () => {
    const product = await at.shop.product();
    await at.shop.product({ sellerId: product.sellerId });
    await at.quiescent();
    const { nextCursor } = await page<Product>(`/products?sellerId=${product.sellerId}&limit=1`);
    const answer = await at.client.send(
      'GET',
      `/orders?customerId=${randomUUID()}&cursor=${encodeURIComponent(nextCursor ?? '')}`,
    );
    expect([answer.status, problemType(answer)]).toEqual([400, 'invalid-cursor']);
  });
});
