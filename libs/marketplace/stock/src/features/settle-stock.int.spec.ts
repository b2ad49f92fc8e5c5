import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { done, newId, refused } from '@platform/domain';

import { item, openStockApp, type StockApp } from '../stock-app.fixture.js';

describe.each(['state', 'events'] as const)('reserved stock, kept as %s', (persistence) => {
  let app: StockApp;
  beforeAll(async () => {
    app = await openStockApp(persistence);
  });
  afterAll(() => app.close());

  const reserved = async (quantity: number) => {
    const [productId, orderId] = [await app.stocked(10), newId()];
    await app.reserve(orderId, [item(productId, quantity)]);
    return { productId, orderId };
  };

  it('is taken out by a confirmation, once, and counted', async () => {
    const { productId, orderId } = await reserved(4);
    for (let time = 0; time < 2; time += 1) expect(await app.confirm(orderId)).toEqual(done(null));
    expect(await app.stock(productId)).toEqual({
      productId,
      productVersion: 1,
      available: 6,
      reserved: 0,
      orderCount: 1,
      yearToDate: 4,
    });
  });

  it('is given back by a release, once', async () => {
    const { productId, orderId } = await reserved(4);
    for (let time = 0; time < 2; time += 1) expect(await app.release(orderId)).toEqual(done(null));
    expect(await app.stock(productId)).toMatchObject({ available: 10, reserved: 0, orderCount: 0 });
  });

  it('is nothing to release for an order that never reserved, and nothing to confirm', async () => {
    expect(await app.release(newId())).toEqual(done(null));
    expect(await app.confirm(newId())).toEqual(refused('nothing-held', undefined));
  });

  it('cannot be confirmed after it was released, nor released after it was confirmed', async () => {
    const [given, taken] = [await reserved(1), await reserved(1)];
    await app.release(given.orderId);
    await app.confirm(taken.orderId);
    expect(await app.confirm(given.orderId)).toEqual(refused('nothing-held', undefined));
    expect(await app.release(taken.orderId)).toEqual(refused('already-confirmed', undefined));
  });

  it('keeps its pieces when the product is replaced or deleted meanwhile', async () => {
    const { productId, orderId } = await reserved(4);
    await app.follow(productId, 2, 'active');
    await app.follow(productId, 2, 'deleted');
    await app.confirm(orderId);
    expect(await app.stock(productId)).toMatchObject({ productVersion: 2, available: 6, reserved: 0 });
  });

  it('tells its story on the stream of each product', async () => {
    const { productId, orderId } = await reserved(4);
    await app.confirm(orderId);
    const stream = await app.unit('stock').read(() => app.log('stock').read(`stock-${productId}`));
    expect(stream.map(({ streamVersion, type, data }) => [streamVersion, type, data]).slice(2)).toEqual([
      [3, 'stock.reserved', { productId, orderId, quantity: 4 }],
      [4, 'stock.confirmed', { productId, orderId, quantity: 4 }],
    ]);
  });
});
