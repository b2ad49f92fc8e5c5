import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ProductData } from '@marketplace/product/contract';
import { newId } from '@platform/domain';
import { waitUntil } from '@platform/messaging/testing';

import { item, openStockApp, type StockApp } from '../stock-app.fixture.js';

// Longer than any condition is waited for, so that a failure says which one it was.
jest.setTimeout(20_000);

describe('stock follows products', () => {
  let app: StockApp;
  beforeAll(async () => {
    app = await openStockApp({ heard: ['product'] });
  });
  afterAll(() => app.close());

  const happen = (productId: string, type: string, change: Partial<ProductData> = {}) => {
    const data: ProductData = {
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
    };
    return app.unit('product').run(() => {
      app.log('product').append(`product-${productId}`, [{ type, data }]);
      return Promise.resolve();
    });
  };
  const follows = (productId: string, version: number) =>
    waitUntil(
      `stock is for version ${version}`,
      async () => (await app.stock(productId)).productVersion === version,
    );

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
