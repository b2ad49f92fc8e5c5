import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  type BatchResult,
  eventually,
  type Marketplace,
  problemType,
  type Product,
  sharedMarketplace,
  someAddress,
} from '../support/e2e/index.js';

describe('batches', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  const batch = (path: string, items: unknown) =>
    at.client.send<BatchResult>('POST', path, { body: { items } });
  const party = (over: object = {}) => ({
    ...{ id: randomUUID(), name: 'Ana', email: 'ana@silva.example', address: someAddress() },
    ...over,
  });
  const product = (over: object = {}) => ({ id: randomUUID(), ...at.shop.details(), ...over });

  it('load sellers, customers, products and stock, a thousand at a time', async () => {
    const products = Array.from({ length: 1_000 }, () => product());
    for (const [path, items] of [
      ['/sellers:batch', Array.from({ length: 1_000 }, () => party())],
      ['/customers:batch', Array.from({ length: 1_000 }, () => party())],
      ['/products:batch', products],
    ] as const) {
      const loaded = await batch(path, items);
      expect([path, loaded.status, loaded.body]).toEqual([path, 200, { accepted: 1_000, rejected: [] }]);
    }
    const stock = products.map(({ id }) => ({ productId: id, available: 5 }));
    await eventually(
      async () => (await batch('/stock:batch', stock)).body.accepted === 1_000,
      'stock knows all the products',
    );
    expect(await at.shop.stock(products[999]?.id ?? '')).toMatchObject({ available: 5 });
  });

  it('reject a wrong item by its index, with a problem that names the field, and take the others', async () => {
    const [good, other] = [product(), product()];
    const answer = await batch('/products:batch', [
      good,
      product({ priceCents: -1 }),
      'text',
      { id: 'x' },
      other,
    ]);
    expect([answer.status, answer.body.accepted]).toEqual([200, 2]);
    expect(answer.body.rejected.map(({ index }) => index)).toEqual([1, 2, 3]);
    for (const { problem } of answer.body.rejected)
      expect(problem).toMatchObject({ type: 'urn:whereabouts:problem:validation', status: 400 });
    expect(answer.body.rejected[0]?.problem.errors?.[0]?.field).toBe('/priceCents');
    expect(await at.client.get<Product>(`/products/${good.id}`)).toMatchObject({ version: 1 });
    expect(await at.client.get<Product>(`/products/${other.id}`)).toMatchObject({ version: 1 });
  });

  it('answer 200 also when every item is rejected', async () => {
    const answer = await batch('/stock:batch', [{ productId: randomUUID(), available: 1 }]);
    expect([answer.status, answer.body.accepted]).toEqual([200, 0]);
    expect(answer.body.rejected).toMatchObject([{ index: 0, problem: { status: 404 } }]);
    expect((await batch('/stock:batch', [])).body).toEqual({ accepted: 0, rejected: [] });
  });

  it('follow the rules of PUT: identical changes nothing, another offer is the next version', async () => {
    const item = product();
    for (let n = 0; n < 2; n += 1) await batch('/products:batch', [item]);
    expect(await at.client.get<Product>(`/products/${item.id}`)).toMatchObject({ version: 1, revision: 1 });
    await batch('/products:batch', [
      { ...item, name: 'Other' },
      { ...item, name: 'Third' },
    ]);
    expect(await at.client.get<Product>(`/products/${item.id}`)).toMatchObject({
      version: 3,
      revision: 3,
      name: 'Third',
    });
  });

  it('refuse more than a thousand items, and a body that is none', async () => {
    const many = await batch(
      '/sellers:batch',
      Array.from({ length: 1_001 }, () => party()),
    );
    expect([many.status, problemType(many)]).toEqual([413, 'content-too-large']);
    for (const items of [undefined, {}, 'text', null])
      expect((await batch('/sellers:batch', items)).status).toBe(400);
  });
});
