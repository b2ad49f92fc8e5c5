import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { waitUntil } from '@platform/messaging/testing';

import { type CartApp, openCartApp } from '../cart-app.fixture.js';
import type { CartView } from '../contract/index.js';
import { someAddress } from '../domain/cart.fixture.js';
import type { Offer } from '../domain/offer.js';

describe.each(['state', 'events'] as const)('carts, kept as %s', (persistence) => {
  let app: CartApp;
  beforeAll(async () => {
    app = await openCartApp(persistence);
  });
  afterAll(() => app.close());

  const read = async (customerId: string) => {
    const answer = await app.request('GET', `/carts/${customerId}`);
    return { status: answer.statusCode, cart: answer.json<CartView>(), etag: String(answer.headers.etag) };
  };
  const put = (customerId: string, productId: string, body: object, headers = {}) =>
    app.request('PUT', `/carts/${customerId}/items/${productId}`, body, headers);
  const remove = (customerId: string, productId: string) =>
    app.request('DELETE', `/carts/${customerId}/items/${productId}`);

  it('read open and empty before they are used', async () => {
    const customerId = await app.customer();
    expect(await read(customerId)).toEqual({
      status: 200,
      cart: { customerId, status: 'open', items: [] },
      etag: '"0-0"',
    });
  });

  it.each(['GET', 'DELETE'] as const)('are unknown to %s when the customer is, for now', async (method) => {
    const answer = await app.request(method, `/carts/${newId()}`);
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([404, '1']);
  });

  it('show an item as the cart knows it, and keep its place when it is put again', async () => {
    const customerId = await app.customer();
    const [first, second] = [await app.offer(), await app.offer({ name: 'Cup' })];
    const created = await put(customerId, first.productId, { quantity: 2, voucherCents: 100 });
    expect(created.statusCode).toBe(201);
    await put(customerId, second.productId, { quantity: 1 });
    const changed = await put(customerId, first.productId, { quantity: 5 });
    expect(changed.statusCode).toBe(200);
    const { cart, etag } = await read(customerId);
    expect(changed.json()).toEqual(cart);
    expect(changed.headers.etag).toBe(etag);
    expect(cart.items).toEqual([shown(first, 5, 0), shown(second, 1, 0)]);
  });

  it('refuse what is unknown, deleted, in another currency or out of range', async () => {
    const customerId = await app.shopper();
    const known = await app.offer();
    const deleted = await app.offer({ status: 'deleted' });
    const dollars = await app.offer({ currency: 'USD' });
    const statuses: unknown[] = [];
    for (const [customer, product, quantity] of [
      [customerId, newId(), 1],
      [newId(), known.productId, 1],
      [customerId, deleted.productId, 1],
      [customerId, dollars.productId, 1],
      [customerId, known.productId, 0],
      [customerId, known.productId, 1_001],
    ] as const) {
      const answer = await put(customer, product, { quantity });
      statuses.push([answer.statusCode, answer.headers['retry-after']]);
    }
    expect(statuses).toEqual([
      [404, '1'],
      [404, '1'],
      [409, undefined],
      [409, undefined],
      [400, undefined],
      [400, undefined],
    ]);
  });

  it('lose an item that is removed, and all of them when they are abandoned; again changes nothing', async () => {
    const customerId = await app.customer();
    const [first, second, third] = [await app.offer(), await app.offer(), await app.offer()];
    for (const { productId } of [first, second, third]) await put(customerId, productId, { quantity: 1 });
    const removals = [await remove(customerId, second.productId), await remove(customerId, second.productId)];
    expect(removals.map(({ statusCode }) => statusCode)).toEqual([204, 204]);
    expect((await read(customerId)).cart.items.map(({ productId }) => productId)).toEqual([
      first.productId,
      third.productId,
    ]);
    const abandon = () => app.request('DELETE', `/carts/${customerId}`);
    expect([(await abandon()).statusCode, (await abandon()).statusCode]).toEqual([204, 204]);
    expect((await read(customerId)).cart.items).toEqual([]);
  });

  it('learn a new price of the version they hold by one row and no change of their own', async () => {
    const offer = await app.offer();
    const customers = [await app.customer(), await app.customer()];
    for (const id of customers) await put(id, offer.productId, { quantity: 1 });
    const before = await Promise.all(customers.map(read));
    await app.offer({ ...offer, revision: 2, priceCents: 999 });
    await app.offer({ ...offer, revision: 1, priceCents: 1 }); // an older state, told again
    const after = await Promise.all(customers.map(read));
    expect(after.map(({ cart }) => cart.items[0]?.unitPriceCents)).toEqual([999, 999]);
    for (const [index, { etag }] of after.entries()) expect(etag).not.toBe(before[index]?.etag);
    expect(
      await app.unit('cart').read(() => app.log('cart').read(`cart-${customers[0] ?? ''}`)),
    ).toHaveLength(1);
  });

  it('keep the version they hold when the product is replaced, until it is put again', async () => {
    const offer = await app.offer();
    const customerId = await app.customer();
    await put(customerId, offer.productId, { quantity: 1 });
    await app.offer({ ...offer, version: 2, revision: 2, priceCents: 7, name: 'New kettle' });
    expect((await read(customerId)).cart.items).toEqual([shown(offer, 1, 0)]);
    await put(customerId, offer.productId, { quantity: 1 });
    expect((await read(customerId)).cart.items[0]).toMatchObject({ productVersion: 2, unitPriceCents: 7 });
  });

  it('honour If-Match and If-None-Match over all that is shown', async () => {
    const customerId = await app.shopper();
    const { productId } = await app.offer();
    const { etag } = await read(customerId);
    const fresh = await app.request('GET', `/carts/${customerId}`, undefined, { 'if-none-match': etag });
    expect([fresh.statusCode, fresh.body]).toEqual([304, '']);
    expect((await put(customerId, productId, { quantity: 1 }, { 'if-match': '"0-0"' })).statusCode).toBe(412);
    expect((await put(customerId, productId, { quantity: 1 }, { 'if-match': etag })).statusCode).toBe(201);
    expect((await put(newId(), productId, { quantity: 1 }, { 'if-match': '*' })).statusCode).toBe(412);
  });

  it('lose nothing when a cart never used is used by several requests at once', async () => {
    const customerId = await app.customer();
    const offers = await Promise.all(Array.from({ length: 5 }, () => app.offer()));
    const answers = await Promise.all(
      offers.map(({ productId }) => put(customerId, productId, { quantity: 1 })),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(5).fill(201));
    expect((await read(customerId)).cart.items).toHaveLength(5);
  });

  it('hear of products and customers by their events', async () => {
    const [customerId, productId] = [newId(), newId()];
    const record = (module: string, stream: string, event: { type: string; data: object }) =>
      app.unit(module).run(() => {
        app.log(module).append(stream, [event]);
        return Promise.resolve();
      });
    const person = { customerId, name: 'Ana', email: 'ana@example.org', address: someAddress };
    await record('customer', `customer-${customerId}`, { type: 'customer.registered', data: person });
    const { priceCents, freightCents, sellerId, currency, status } = await app.offer();
    const product = {
      ...{ productId, sellerId, name: 'Cup', sku: 'C-1', category: 'kitchen', description: '' },
      ...{ priceCents, freightCents, currency, status, version: 1, revision: 1 },
    };
    await record('product', `product-${productId}`, { type: 'product.created', data: product });
    await waitUntil('the cart knows both', async () => {
      const { statusCode } = await put(customerId, productId, { quantity: 1 });
      return statusCode !== 404;
    });
    await record('product', `product-${productId}`, {
      type: 'product.price-changed',
      data: { ...product, priceCents: 4_242, revision: 2 },
    });
    await waitUntil(
      'the price has reached the cart',
      async () => (await read(customerId)).cart.items[0]?.unitPriceCents === 4_242,
    );
    await record('product', `product-${productId}`, {
      type: 'product.deleted',
      data: { ...product, status: 'deleted', revision: 3 },
    });
    await waitUntil(
      'the product can no longer be put',
      async () => (await put(customerId, productId, { quantity: 2 })).statusCode === 409,
    );
  });
});

function shown(offer: Offer, quantity: number, voucherCents: number): CartView['items'][number] {
  return {
    productId: offer.productId,
    sellerId: offer.sellerId,
    name: offer.name,
    quantity,
    unitPriceCents: offer.priceCents,
    freightCents: offer.freightCents,
    voucherCents,
    productVersion: offer.version,
  };
}
