import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  eventually,
  type Marketplace,
  problemType,
  type Product,
  sharedMarketplace,
} from '../support/e2e/index.js';

describe('products', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  const put = (id: string, body: object, ifMatch?: string) =>
    at.client.send<Product>('PUT', `/products/${id}`, {
      body,
      headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
    });
  const patch = (id: string, priceCents: number, ifMatch?: string) =>
    at.client.send<Product>('PATCH', `/products/${id}`, {
      body: { priceCents },
      headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
    });

  it('are created at version 1, with a Location and the revision as entity tag', async () => {
    const [id, details] = [randomUUID(), at.shop.details()];
    const created = await put(id, details);
    expect([created.status, created.body]).toEqual([
      201,
      { id, ...details, status: 'active', version: 1, revision: 1 },
    ]);
    expect(created.headers).toMatchObject({ location: `/products/${id}`, etag: '"1"' });
    expect(await at.client.get(`/products/${id}`)).toEqual(created.body);
  });

  it('become another offer when replaced: version and revision rise by one', async () => {
    const product = await at.shop.product();
    const replaced = await put(product.id, at.shop.details({ name: 'Olive oil, 2 l' }));
    expect([
      replaced.status,
      replaced.body.version,
      replaced.body.revision,
      replaced.headers['etag'],
    ]).toEqual([...[200, 2, 2, '"2"']]);
  });

  it('stay as they are under an identical PUT', async () => {
    const product = await at.shop.product();
    const again = await put(product.id, product);
    expect([again.status, again.body]).toEqual([200, product]);
  });

  it('take a new price at the revision that was read: the same version, the next revision', async () => {
    const product = await at.shop.product({ priceCents: 500 });
    const cheaper = await patch(product.id, 450, '"1"');
    expect([cheaper.status, cheaper.body]).toEqual([200, { ...product, priceCents: 450, revision: 2 }]);
    expect(cheaper.headers['etag']).toBe('"2"');
  });

  it('refuse a price at another revision (412), or at none (428)', async () => {
    const product = await at.shop.product();
    await patch(product.id, 900, '"1"');
    const stale = await patch(product.id, 800, '"1"');
    expect([stale.status, problemType(stale)]).toEqual([412, 'precondition-failed']);
    const blind = await patch(product.id, 800);
    expect([blind.status, problemType(blind)]).toEqual([428, 'precondition-required']);
    expect((await patch(randomUUID(), 800, '"1"')).status).toBe(412);
    expect((await at.client.get<Product>(`/products/${product.id}`)).priceCents).toBe(900);
  });

  it('lose no update when two change the price of one revision: one is told 412', async () => {
    const product = await at.shop.product();
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => patch(product.id, 100 + n, '"1"')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(412)]);
    expect((await at.client.get<Product>(`/products/${product.id}`)).revision).toBe(2);
  });

  it('honour If-Match on PUT, and answer 412 where there is nothing to match', async () => {
    const product = await at.shop.product();
    expect((await put(product.id, at.shop.details(), '"7"')).status).toBe(412);
    expect((await put(product.id, at.shop.details(), '"1"')).status).toBe(200);
    expect((await put(product.id, at.shop.details(), '*')).status).toBe(200);
    expect((await put(randomUUID(), at.shop.details(), '"1"')).status).toBe(412);
    expect((await put(randomUUID(), at.shop.details(), '*')).status).toBe(412);
  });

  it('are deleted twice over, still read, in no list, without a price to change, and revived by PUT', async () => {
    const product = await at.shop.product({ sellerId: randomUUID() });
    const remove = () => at.client.send('DELETE', `/products/${product.id}`);
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
    const deleted = await at.client.get<Product>(`/products/${product.id}`);
    expect([deleted.status, deleted.revision]).toEqual(['deleted', 2]);
    const list = () => at.client.get<{ items: Product[] }>(`/products?sellerId=${product.sellerId}`);
    await at.quiescent(); // lists may lag
    expect((await list()).items).toEqual([]);
    const repriced = await patch(product.id, 5, `"${deleted.revision}"`);
    expect([repriced.status, problemType(repriced)]).toEqual([409, 'product-deleted']);
    const revived = await put(product.id, product);
    expect([revived.status, revived.body]).toEqual([200, { ...product, version: 2, revision: 3 }]);
  });

  it('refuse what is not a product, naming each field and rule', async () => {
    const wrong = { ...at.shop.details(), priceCents: 9.99, currency: 'euro', name: '', colour: 'red' };
    const answer = await put(randomUUID(), wrong);
    expect([answer.status, problemType(answer)]).toEqual([400, 'validation']);
    const fields = (answer.body as unknown as { errors: { field: string; rule: string }[] }).errors;
    expect(fields.map(({ field }) => field).sort()).toEqual(['/colour', '/currency', '/name', '/priceCents']);
    for (const { rule } of fields) expect(rule).toMatch(/^[a-z-]+$/);
  });

  it('reach stock and carts by events, with their version', async () => {
    const product = await at.shop.offer({ priceCents: 700 });
    await put(product.id, at.shop.details({ priceCents: 800 }));
    await eventually(
      async () => (await at.shop.stock(product.id)).productVersion === 2,
      'stock is for version 2',
    );
    const customer = await at.shop.customer();
    await eventually(async () => {
      const cart = await at.shop.putItem(customer.id, { product });
      return cart.items[0]?.productVersion === 2 && cart.items[0].unitPriceCents === 800;
    }, 'the cart knows version 2');
  });
});
