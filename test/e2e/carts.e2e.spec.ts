import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  type Cart,
  eventually,
  type Marketplace,
  problemType,
  sharedMarketplace,
} from '../support/e2e/index.js';

describe('carts', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  const putItem = (customerId: string, productId: string, body: unknown, headers = {}) =>
    at.client.send<Cart>('PUT', `/carts/${customerId}/items/${productId}`, { body, headers });

  it('that were never used read as open and empty; of an unknown customer there is none, or not yet', async () => {
    const { id } = await at.shop.customer();
    expect(await at.shop.cart(id)).toEqual({ customerId: id, status: 'open', items: [] });
    const unknown = await at.client.send('GET', `/carts/${randomUUID()}`);
    expect([unknown.status, problemType(unknown), unknown.headers['retry-after']]).toEqual([
      404,
      'not-found',
      '1',
    ]);
  });

  it('take an item (201), change it (200), show it at once, and let go of it twice over (204)', async () => {
    const { id } = await at.shop.customer();
    const product = await at.shop.offer({ priceCents: 700, freightCents: 50 });
    await at.shop.putItem(id, { product, quantity: 1 });
    const changed = await putItem(id, product.id, { quantity: 3, voucherCents: 20 });
    const item = {
      ...{ productId: product.id, sellerId: product.sellerId, name: product.name, productVersion: 1 },
      ...{ quantity: 3, unitPriceCents: 700, freightCents: 50, voucherCents: 20 },
    };
    expect([changed.status, changed.body]).toEqual([200, { customerId: id, status: 'open', items: [item] }]);
    expect(await at.shop.cart(id)).toEqual(changed.body);
    const remove = () => at.client.send('DELETE', `/carts/${id}/items/${product.id}`);
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
    expect((await at.shop.cart(id)).items).toEqual([]);
    expect((await putItem(id, product.id, { quantity: 1 })).status).toBe(201);
  });

  it('are abandoned by DELETE, as often as one likes', async () => {
    const { id } = await at.shop.shopper();
    for (let n = 0; n < 2; n += 1) expect((await at.client.send('DELETE', `/carts/${id}`)).status).toBe(204);
    expect(await at.shop.cart(id)).toEqual({ customerId: id, status: 'open', items: [] });
  });

  it.each([
    { quantity: 0 },
    { quantity: 1_001 },
    { quantity: 1.5 },
    { quantity: '1' },
    { quantity: 1, voucherCents: -1 },
    { voucherCents: 1 },
    { quantity: 1, unitPriceCents: 1 },
    [],
    'text',
    null,
  ])('refuse %j as an item', async (body) => {
    const { id } = await at.shop.customer();
    const answer = await putItem(id, (await at.shop.offer()).id, body);
    expect([answer.status, problemType(answer)]).toEqual([400, 'validation']);
  });

  it('take 1,000 pieces of a thing, and no unknown product', async () => {
    const { id } = await at.shop.customer();
    const product = await at.shop.offer();
    expect((await at.shop.putItem(id, { product, quantity: 1_000 })).items[0]?.quantity).toBe(1_000);
    const unknown = await putItem(id, randomUUID(), { quantity: 1 });
    expect([unknown.status, problemType(unknown), unknown.headers['retry-after']]).toEqual([
      404,
      'not-found',
      '1',
    ]);
  });

  it('hold a hundred different things and refuse the next one', async () => {
    const products = await Promise.all(Array.from({ length: 101 }, () => at.shop.product()));
    const { id } = await at.shop.customer();
    for (const product of products.slice(0, 100)) await at.shop.putItem(id, { product });
    const tooMany = await putItem(id, products[100]?.id ?? '', { quantity: 1 });
    expect([tooMany.status, problemType(tooMany)]).toEqual([409, 'cart-full']);
    expect((await putItem(id, products[0]?.id ?? '', { quantity: 2 })).status).toBe(200);
  });

  it('follow price changes of the version they hold, by event', async () => {
    const product = await at.shop.offer({ priceCents: 1_000 });
    const { id } = await at.shop.shopper({ product });
    await at.client.expect([200], 'PATCH', `/products/${product.id}`, {
      body: { priceCents: 1_250 },
      headers: { 'if-match': '"1"' },
    });
    await eventually(
      async () => (await at.shop.cart(id)).items[0]?.unitPriceCents === 1_250,
      'the price is in the cart',
    );
    expect((await at.shop.order(id)).lines[0]).toMatchObject({ unitPriceCents: 1_250, productVersion: 1 });
  });

  it('keep the version that an item was put with when the product is replaced, until it is put again', async () => {
    const product = await at.shop.offer({ priceCents: 1_000 });
    const { id } = await at.shop.shopper({ product });
    await at.client.put(`/products/${product.id}`, at.shop.details({ priceCents: 2_000 }));
    await eventually(
      async () => (await at.shop.stock(product.id)).productVersion === 2,
      'the replace is known',
    );
    expect((await at.shop.cart(id)).items[0]).toMatchObject({ productVersion: 1, unitPriceCents: 1_000 });
    await eventually(
      async () => (await at.shop.putItem(id, { product })).items[0]?.productVersion === 2,
      'putting it again takes the new version',
    );
    expect((await at.shop.cart(id)).items[0]).toMatchObject({ productVersion: 2, unitPriceCents: 2_000 });
  });

  it('have an entity tag, and refuse a change of another state than the one that was read', async () => {
    const { id } = await at.shop.customer();
    const product = await at.shop.offer();
    const before = (await at.client.send('GET', `/carts/${id}`)).headers['etag'] ?? '';
    await at.shop.putItem(id, { product });
    const stale = await putItem(id, product.id, { quantity: 2 }, { 'if-match': before });
    expect([stale.status, problemType(stale)]).toEqual([412, 'precondition-failed']);
    const now = (await at.client.send('GET', `/carts/${id}`)).headers['etag'] ?? '';
    expect((await putItem(id, product.id, { quantity: 2 }, { 'if-match': now })).status).toBe(200);
    expect((await at.shop.cart(id)).items[0]?.quantity).toBe(2);
  });

  it('lose nothing when many things are put at the same time', async () => {
    const products = await Promise.all(Array.from({ length: 12 }, () => at.shop.offer()));
    const { id } = await at.shop.customer();
    await Promise.all(products.map((product) => at.shop.putItem(id, { product })));
    expect((await at.shop.cart(id)).items.map(({ productId }) => productId).sort()).toEqual(
      products.map((product) => product.id).sort(),
    );
  });
});
