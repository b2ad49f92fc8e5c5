import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  type Customer,
  type Marketplace,
  problemType,
  sharedMarketplace,
  someAddress,
} from '../support/e2e/index.js';

describe('customers', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  const details = { name: 'Ana Silva', email: 'ana@silva.example', address: someAddress() };

  it('are created under the id that the client chose, and read back as they are', async () => {
    const id = randomUUID();
    const created = await at.client.send<Customer>('PUT', `/customers/${id}`, { body: details });
    const expected = { id, ...details, paidOrders: 0, failedOrders: 0, deliveredOrders: 0 };
    expect([created.status, created.body]).toEqual([201, expected]);
    expect(await at.client.get(`/customers/${id}`)).toEqual(expected);
  });

  it('are replaced by the next PUT, and read back at once', async () => {
    const id = randomUUID();
    await at.client.put(`/customers/${id}`, details);
    const replaced = await at.client.send('PUT', `/customers/${id}`, {
      body: { ...details, name: 'Ana Sousa' },
    });
    expect(replaced.status).toBe(200);
    expect(await at.client.get<Customer>(`/customers/${id}`)).toMatchObject({ name: 'Ana Sousa' });
  });

  it('take back what GET answered: an identical PUT changes nothing', async () => {
    const customer = await at.shop.customer();
    const again = await at.client.send('PUT', `/customers/${customer.id}`, { body: customer });
    expect([again.status, again.body]).toEqual([200, customer]);
  });

  it('keep any text that is text', async () => {
    const name = `Zoë "Ωmega" O'Neil \u{1F6D2} <b>&amp;</b> ${'ß'.repeat(50)}`;
    const customer = await at.shop.customer({ name });
    expect(await at.client.get<Customer>(`/customers/${customer.id}`)).toMatchObject({ name });
  });

  it('are not found under an id that nobody has', async () => {
    const answer = await at.client.send('GET', `/customers/${randomUUID()}`);
    expect([answer.status, problemType(answer)]).toEqual([404, 'not-found']);
  });

  it('are the same whichever case the id is written in', async () => {
    const customer = await at.shop.customer();
    expect(await at.client.get(`/customers/${customer.id.toUpperCase()}`)).toEqual(customer);
  });
});
