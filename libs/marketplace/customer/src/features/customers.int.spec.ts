import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { type ModuleApp, openModuleApp } from '@platform/http/testing';

import type { CustomerView } from '../contract/index.js';
import { CustomerModule } from '../customer.module.js';
import { someCustomer } from '../domain/customer.fixture.js';

const NO_ORDERS = { paidOrders: 0, failedOrders: 0, deliveredOrders: 0 };

describe('/customers', () => {
  let app: ModuleApp;
  beforeAll(async () => {
    app = await openModuleApp({ customer: CustomerModule });
  });
  afterAll(() => app.close());

  const put = (id: string, body: object) => app.request('PUT', `/customers/${id}`, body);
  const get = (id: string) => app.request('GET', `/customers/${id}`);
  const eventTypes = async (id: string) => {
    const recorded = await app.unit('customer').read(() => app.log('customer').read(`customer-${id}`));
    return recorded.map(({ type }) => type);
  };

  it('registers a customer by PUT, changes them by the next, and knows an identical one', async () => {
    const id = newId();
    const [first, second] = [someCustomer(), someCustomer()];
    const created = await put(id, first);
    expect([created.statusCode, created.headers['location'], created.json()]).toEqual([
      201,
      `/customers/${id}`,
      { id, ...first, ...NO_ORDERS },
    ]);
    expect((await put(id, second)).statusCode).toBe(200);
    const read = (await get(id)).json<CustomerView>();
    expect(read).toEqual({ id, ...second, ...NO_ORDERS });
    expect((await put(id, read)).json()).toEqual(read);
    expect(await eventTypes(id)).toEqual(['customer.registered', 'customer.changed']);
  });

  it('answers 404 for a customer who never was', async () => {
    expect((await get(newId())).statusCode).toBe(404);
  });

  it.each([
    ['without an address', { address: undefined }],
    ['with an address that lacks its city', { address: { ...someCustomer().address, city: undefined } }],
    ['with something that is no email address', { email: 'nobody' }],
    ['with a misspelt key', { emial: 'ada@example.org' }],
  ])('refuses a customer %s', async (_what, change) => {
    expect((await put(newId(), { ...someCustomer(), ...change })).statusCode).toBe(400);
  });

  it('registers a batch in order, duplicates too, and rejects wrong items one by one', async () => {
    const [a, b] = [newId(), newId()];
    const last = someCustomer();
    const response = await app.request('POST', '/customers:batch', {
      items: [
        { id: a, ...someCustomer() },
        { id: b, ...someCustomer(), name: '' },
        { id: a, ...last },
      ],
    });
    expect(response.json()).toMatchObject({
      accepted: 2,
      rejected: [{ index: 1, problem: { status: 400 } }],
    });
    expect((await get(a)).json()).toMatchObject(last);
    expect((await get(b)).statusCode).toBe(404);
    expect(await eventTypes(a)).toEqual(['customer.registered', 'customer.changed']);
  });

  it('registers once when many put the same new customer at once', async () => {
    const id = newId();
    const statuses = await Promise.all(
      Array.from({ length: 6 }, async () => (await put(id, someCustomer())).statusCode),
    );
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(await eventTypes(id)).toHaveLength(6);
  });
});
