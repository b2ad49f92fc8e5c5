import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { type ModuleApp, openModuleApp } from '@platform/http/testing';

import type { SellerView } from '../contract/index.js';
import { SellerModule } from '../seller.module.js';
import { someSeller } from '../domain/seller.fixture.js';

describe('/sellers', () => {
  let app: ModuleApp;
  beforeAll(async () => {
    app = await openModuleApp({ seller: SellerModule });
  });
  afterAll(() => app.close());

  const put = (id: string, body: object) => app.request('PUT', `/sellers/${id}`, body);
  const get = (id: string) => app.request('GET', `/sellers/${id}`);
  const eventTypes = async (id: string) => {
    const recorded = await app.unit('seller').read(() => app.log('seller').read(`seller-${id}`));
    return recorded.map(({ type }) => type);
  };

  it('registers a seller by PUT, changes them by the next, and knows an identical one', async () => {
    const id = newId();
    const [first, second] = [someSeller(), someSeller()];
    const created = await put(id, first);
    expect([created.statusCode, created.headers['location'], created.json()]).toEqual([
      201,
      `/sellers/${id}`,
      { id, ...first },
    ]);
    expect((await put(id, second)).statusCode).toBe(200);
    const read = (await get(id)).json<SellerView>();
    expect(read).toEqual({ id, ...second });
    expect((await put(id, read)).json()).toEqual(read);
    expect(await eventTypes(id)).toEqual(['seller.registered', 'seller.changed']);
  });

  it('answers 404 for a seller who never was', async () => {
    expect((await get(newId())).statusCode).toBe(404);
  });

  it.each([
    ['without an address', { address: undefined }],
    ['with an address that lacks its city', { address: { ...someSeller().address, city: undefined } }],
    ['with something that is no email address', { email: 'nobody' }],
    ['with a misspelt key', { emial: 'lamps@example.org' }],
  ])('refuses a seller %s', async (_what, change) => {
    expect((await put(newId(), { ...someSeller(), ...change })).statusCode).toBe(400);
  });

  it('registers a batch in order, duplicates too, and rejects wrong items one by one', async () => {
    const [a, b] = [newId(), newId()];
    const last = someSeller();
    const response = await app.request('POST', '/sellers:batch', {
      items: [
        { id: a, ...someSeller() },
        { id: b, ...someSeller(), name: '' },
        { id: a, ...last },
      ],
    });
    expect(response.json()).toMatchObject({
      accepted: 2,
      rejected: [{ index: 1, problem: { status: 400 } }],
    });
    expect((await get(a)).json()).toMatchObject(last);
    expect((await get(b)).statusCode).toBe(404);
    expect(await eventTypes(a)).toEqual(['seller.registered', 'seller.changed']);
  });

  it('registers once when many put the same new seller at once', async () => {
    const id = newId();
    const statuses = await Promise.all(
      Array.from({ length: 6 }, async () => (await put(id, someSeller())).statusCode),
    );
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(await eventTypes(id)).toHaveLength(6);
  });
});
