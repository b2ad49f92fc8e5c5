import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { type ModuleApp, openModuleApp } from '@platform/http/testing';
import { waitUntil } from '@platform/messaging/testing';
import type { Persistence } from '@platform/persistence';

import type { ProductView } from '../contract/index.js';
import { someDetails } from '../domain/product.fixture.js';
import { ProductModule } from '../product.module.js';

describe.each<Persistence>(['state', 'events'])('/products, kept as %s', (persistence) => {
  let app: ModuleApp;
  beforeAll(async () => {
    app = await openModuleApp({ product: ProductModule.keptAs(persistence) });
  });
  afterAll(() => app.close());

  const put = async (id: string, details = someDetails(), headers = {}) => {
    const response = await app.request('PUT', `/products/${id}`, details, headers);
    return {
      status: response.statusCode,
      etag: response.headers['etag'],
      body: response.json<ProductView>(),
    };
  };
  const get = async (id: string) => (await app.request('GET', `/products/${id}`)).json<ProductView>();
  const patch = (id: string, priceCents: number, headers = {}) =>
    app.request('PATCH', `/products/${id}`, { priceCents }, headers);
  const list = async (query: string) =>
    (await app.request('GET', `/products?${query}`)).json<{ items: ProductView[]; nextCursor?: string }>();
  /** Lists may lag behind what was written. */
  const untilListed = (query: string, count: number) =>
    waitUntil(`${count} products are listed`, async () => (await list(query)).items.length === count);
  const events = (id: string) => app.unit('product').read(() => app.log('product').read(`product-${id}`));

  it('creates a product by PUT and shows it with its revision as entity tag', async () => {
    const id = newId();
    const details = someDetails();
    const created = await put(id, details);
    expect(created).toEqual({
      status: 201,
      etag: '"1"',
      body: { id, ...details, status: 'active', version: 1, revision: 1 },
    });
    const read = await app.request('GET', `/products/${id}`, undefined, { 'if-none-match': '"0"' });
    expect([read.statusCode, read.headers['etag'], read.json()]).toEqual([200, '"1"', created.body]);
    const unread = await app.request('GET', `/products/${id}`, undefined, { 'if-none-match': '"1"' });
    expect([unread.statusCode, unread.body]).toEqual([304, '']);
  });

  it('takes back what GET answered and changes nothing by it', async () => {
    const id = newId();
    await put(id);
    const read = await get(id);
    const response = await app.request('PUT', `/products/${id}`, read);
    expect([response.statusCode, response.json()]).toEqual([200, read]);
    expect(await events(id)).toHaveLength(1);
  });

  it('raises version and revision by a replace, the revision alone by a price', async () => {
    const id = newId();
    await put(id);
    expect((await put(id)).body).toMatchObject({ version: 2, revision: 2 });
    const patched = await patch(id, 77, { 'if-match': '"2"' });
    expect([patched.statusCode, patched.headers['etag'], patched.json()]).toEqual([
      200,
      '"3"',
      expect.objectContaining({ priceCents: 77, version: 2, revision: 3 }),
    ]);
    const recorded = await events(id);
    expect(recorded.map(({ type, streamVersion }) => [type, streamVersion])).toEqual([
      ['product.created', 1],
      ['product.replaced', 2],
      ['product.price-changed', 3],
    ]);
    expect(recorded.at(-1)?.data).toMatchObject({ productId: id, priceCents: 77, revision: 3 });
  });

  it('asks for If-Match on PATCH (428) and refuses another revision, also of an unknown product (412)', async () => {
    const id = newId();
    await put(id);
    expect((await patch(id, 1)).statusCode).toBe(428);
    expect((await patch(id, 1, { 'if-match': '"2"' })).statusCode).toBe(412);
    expect((await patch(newId(), 1, { 'if-match': '*' })).statusCode).toBe(412);
    expect((await put(id, someDetails(), { 'if-match': '"2"' })).status).toBe(412);
    expect((await put(newId(), someDetails(), { 'if-match': '"1"' })).status).toBe(412);
    expect((await put(id, someDetails(), { 'if-match': '"1"' })).status).toBe(200);
  });

  it('deletes twice, keeps the product readable, out of lists and without a price, and revives it by PUT', async () => {
    const id = newId();
    const details = someDetails();
    await put(id, details);
    await untilListed(`sellerId=${details.sellerId}`, 1);
    for (let time = 0; time < 2; time += 1)
      expect((await app.request('DELETE', `/products/${id}`)).statusCode).toBe(204);
    expect(await get(id)).toMatchObject({ status: 'deleted', version: 1, revision: 2 });
    await untilListed(`sellerId=${details.sellerId}`, 0);
    const patched = await patch(id, 5, { 'if-match': '"2"' });
    expect([patched.statusCode, patched.json<{ type: string }>().type]).toEqual([
      409,
      'urn:whereabouts:problem:product-deleted',
    ]);
    expect((await put(id, details)).body).toMatchObject({ status: 'active', version: 2, revision: 3 });
  });

  it('answers 404 for a product that never was, whatever its path', async () => {
    for (const method of ['GET', 'DELETE'] as const)
      expect((await app.request(method, `/products/${newId()}`)).statusCode).toBe(404);
  });

  it('lists by id, in pages that stay true when products are put in between', async () => {
    const sellerId = newId();
    const ids = Array.from({ length: 5 }, () => newId());
    for (const id of ids) await put(id, someDetails({ sellerId, category: id === ids[2] ? 'b' : 'a' }));
    await untilListed(`sellerId=${sellerId}`, 5);
    const page = async (query: string) => {
      const { items, nextCursor } = await list(`sellerId=${sellerId}${query}`);
      return { ids: items.map(({ id }) => id), nextCursor };
    };
    const first = await page('&limit=2');
    expect(first.ids).toEqual(ids.slice(0, 2));
    await put('00000000-0000-7000-8000-000000000000', someDetails({ sellerId }));
    await untilListed(`sellerId=${sellerId}`, 6);
    const second = await page(`&limit=2&cursor=${first.nextCursor}`);
    expect(second.ids).toEqual(ids.slice(2, 4));
    expect(await page(`&limit=2&cursor=${second.nextCursor}`)).toEqual({
      ids: ids.slice(4),
      nextCursor: undefined,
    });
    expect((await page('&category=b')).ids).toEqual([ids[2]]);
  });

  it('puts a batch in order, duplicates too, and rejects wrong items one by one', async () => {
    const [a, b] = [newId(), newId()];
    const again = someDetails();
    const response = await app.request('POST', '/products:batch', {
      items: [
        { id: a, ...someDetails() },
        { id: b, ...someDetails(), priceCents: -1 },
        { id: a, ...again },
        { id: a, ...again },
        'not a product',
        { id: b, ...someDetails(), colour: 'red' },
      ],
    });
    const { accepted, rejected } = response.json<{
      accepted: number;
      rejected: { index: number; problem: { type: string; status: number } }[];
    }>();
    expect([response.statusCode, accepted, rejected.map(({ index }) => index)]).toEqual([200, 3, [1, 4, 5]]);
    expect(rejected.map(({ problem }) => problem.status)).toEqual([400, 400, 400]);
    expect(await get(a)).toMatchObject({ ...again, version: 2, revision: 2 });
    expect((await events(a)).map(({ type }) => type)).toEqual(['product.created', 'product.replaced']);
    expect((await app.request('GET', `/products/${b}`)).statusCode).toBe(404);
  });

  it('puts a thousand at once, again without a change, and refuses one more (413)', async () => {
    const items = Array.from({ length: 1_000 }, () => ({ id: newId(), ...someDetails() }));
    const batch = (body: object) => app.request('POST', '/products:batch', body);
    for (let time = 0; time < 2; time += 1)
      expect((await batch({ items })).json()).toEqual({ accepted: 1_000, rejected: [] });
    expect(await get(items[999]?.id ?? '')).toMatchObject({ revision: 1 });
    expect((await batch({ items: [...items, items[0]] })).statusCode).toBe(413);
  });

  it('answers a batch again under its Idempotency-Key without doing it again', async () => {
    const id = newId();
    const send = (details: object) =>
      app.request('POST', '/products:batch', { items: [{ id, ...details }] }, { 'idempotency-key': id });
    const details = someDetails();
    await send(details);
    await put(id);
    expect((await send(details)).json()).toEqual({ accepted: 1, rejected: [] });
    expect(await get(id)).toMatchObject({ version: 2 });
    expect((await send(someDetails())).statusCode).toBe(422);
  });

  it('creates once and replaces for the rest when many put the same new product at once', async () => {
    const id = newId();
    const results = await Promise.all(Array.from({ length: 8 }, () => put(id)));
    expect(results.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(results.map(({ body }) => body.revision).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await events(id)).map(({ streamVersion }) => streamVersion)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('lets one of many price changes through that read the same revision', async () => {
    const id = newId();
    await put(id);
    const changes = Array.from({ length: 8 }, (_, index) => patch(id, 100 + index, { 'if-match': '"1"' }));
    const statuses = (await Promise.all(changes)).map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(7);
  });
});
