import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProductData } from '@marketplace/product/contract';
import { newId } from '@platform/domain';
import { waitUntil } from '@platform/messaging/testing';

import { item, openStockApp, type StockApp } from '../stock-app.fixture.js';

/** What an order locks of a product. */
const LOCK = {
  state: 'SELECT FROM stock.stock WHERE product_id = $1 FOR UPDATE NOWAIT',
  events: `SELECT FROM stock.stream_head WHERE stream_id = 'stock-' || $1::text FOR UPDATE NOWAIT`,
};
const ROW_LOCKS = ['transactionid', 'tuple'];

describe.each(['state', 'events'] as const)('stock follows products, kept as %s', (persistence) => {
  let app: StockApp;
  beforeAll(async () => {
    app = await openStockApp(persistence, { heard: ['product'] });
  });
  afterAll(() => app.close());

  const dataOf = (productId: string, change: Partial<ProductData>): ProductData => ({
    productId,
    sellerId: newId(),
    name: 'Lamp',
    sku: 'L-1',
    category: 'lamps',
    description: '',
    priceCents: 1_990,
    freightCents: 490,
    currency: 'EUR',
    status: 'active',
    version: 1,
    revision: 1,
    ...change,
  });
  /** The same to all of these products, in this order, in one unit of work. */
  const happenToAll = (productIds: readonly string[], type: string, change: Partial<ProductData> = {}) =>
    app.unit('product').run(() => {
      for (const id of productIds)
        app.log('product').append(`product-${id}`, [{ type, data: dataOf(id, change) }]);
      return Promise.resolve();
    });
  const happen = (productId: string, type: string, change?: Partial<ProductData>) =>
    happenToAll([productId], type, change);
  const follows = (productId: string, version: number) =>
    waitUntil(
      `stock is for version ${version}`,
      async () => (await app.stock(productId)).productVersion === version,
    );

  /** Does something in a transaction that stays open until the answer is called. */
  async function hold(take: () => Promise<unknown>): Promise<() => Promise<void>> {
    const taken = Promise.withResolvers<undefined>();
    const end = Promise.withResolvers<undefined>();
    const ended = app.unit('stock').run(async () => {
      await take();
      taken.resolve(undefined);
      await end.promise;
    });
    await Promise.race([taken.promise, ended]);
    return () => {
      end.resolve(undefined);
      return ended;
    };
  }
  const waiting = (count: number, lockTypes: readonly string[]) =>
    waitUntil(`${count} wait for a ${lockTypes.join(' or ')}`, async () => {
      const unit = app.unit('stock');
      const rows = await unit.read(() =>
        unit.query(
          `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE datname = current_database() AND NOT granted AND locktype = ANY ($1)`,
          [lockTypes],
        ),
      );
      return rows.length === count;
    });

  const stream = (productId: string) =>
    app.unit('stock').read(() => app.log('stock').read(`stock-${productId}`));

  it('from the first offer, with nothing available, to the next, its quantities left alone', async () => {
    const id = newId();
    await happen(id, 'product.created');
    await follows(id, 1);
    await app.request('PUT', `/stock/${id}`, { available: 5 });
    await happen(id, 'product.price-changed', { revision: 2, priceCents: 1 });
    await happen(id, 'product.replaced', { version: 2, revision: 3 });
    await follows(id, 2);
    expect(await app.stock(id)).toMatchObject({ available: 5, reserved: 0 });
    expect((await stream(id)).map(({ type }) => type)).toEqual([
      'stock.created',
      'stock.set',
      'stock.product-followed',
    ]);
  });

  it('without ever waiting for a row while it holds one that an order locks later', async () => {
    const [low, high] = [newId(), newId()];
    await happenToAll([low, high], 'product.created');
    for (const id of [low, high]) await follows(id, 1);
    for (const id of [low, high]) await app.request('PUT', `/stock/${id}`, { available: 5 });
    const lock = (id: string) => () => app.unit('stock').query(LOCK[persistence], [id]);
    // Not a lock that takes a transaction id: what is recorded meanwhile would be held back from every reader.
    const letIn = await hold(() => app.unit('stock').query('LOCK TABLE stock.inbox IN EXCLUSIVE MODE'));
    await happenToAll([high, low], 'product.replaced', { version: 2, revision: 2 });
    await waiting(1, ['relation']);
    const giveBack = await hold(lock(low));
    const reserved = app.reserve(newId(), [item(low, 1), item(high, 1)], true);
    await waiting(1, ROW_LOCKS);
    await letIn();
    await waiting(2, ROW_LOCKS);
    await app.unit('stock').run(lock(high));
    await giveBack();
    expect(await reserved).toMatchObject({ outcome: 'done' });
    for (const id of [low, high]) await follows(id, 2);
  });

  it('into deletion, when nothing of it can be reserved, and back', async () => {
    const id = newId();
    await happen(id, 'product.created');
    await happen(id, 'product.deleted', { status: 'deleted', revision: 2 });
    await waitUntil('the deletion was heard of', async () => (await stream(id)).length === 2);
    await app.request('PUT', `/stock/${id}`, { available: 5 });
    const reserve = (version: number) => app.reserve(newId(), [item(id, 1, version)], true);
    expect(await reserve(1)).toMatchObject({ outcome: 'refused', reason: 'nothing-left' });
    await happen(id, 'product.replaced', { version: 2, revision: 3 });
    await follows(id, 2);
    expect((await reserve(2)).outcome).toBe('done');
  });
});
