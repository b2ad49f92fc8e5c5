import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  type Dashboard,
  eventually,
  type Marketplace,
  problemType,
  type Seller,
  sharedMarketplace,
  someAddress,
} from '../support/e2e/index.js';

describe('sellers', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  const dashboard = (sellerId: string) => at.client.get<Dashboard>(`/sellers/${sellerId}/dashboard`);

  it('are created, replaced and read back at once', async () => {
    const id = randomUUID();
    const details = { name: 'Harbour Goods', email: 'hello@harbour.example', address: someAddress() };
    expect((await at.client.send('PUT', `/sellers/${id}`, { body: details })).status).toBe(201);
    const again = await at.client.send('PUT', `/sellers/${id}`, {
      body: { ...details, name: 'Harbour & Co' },
    });
    expect(again.status).toBe(200);
    expect(await at.client.get<Seller>(`/sellers/${id}`)).toEqual({ id, ...details, name: 'Harbour & Co' });
  });

  it('start with an empty dashboard, and an unknown seller has none', async () => {
    const seller = await at.shop.seller();
    expect(await dashboard(seller.id)).toEqual({
      sellerId: seller.id,
      ...{ orders: 0, items: 0, amountCents: 0, freightCents: 0, voucherCents: 0, invoiceCents: 0 },
      entries: [],
    });
    for (const path of ['', '/dashboard']) {
      const unknown = await at.client.send('GET', `/sellers/${randomUUID()}${path}`);
      expect([unknown.status, problemType(unknown)]).toEqual([404, 'not-found']);
    }
  });

  it('see an entry per line of their open orders, and sums that equal the entries', async () => {
    const [seller, other] = [await at.shop.seller(), await at.shop.seller()];
    const [oil, soap, foreign] = await Promise.all([
      at.shop.offer({ sellerId: seller.id, priceCents: 1_000, freightCents: 250 }),
      at.shop.offer({ sellerId: seller.id, priceCents: 199, freightCents: 0 }),
      at.shop.offer({ sellerId: other.id }),
    ]);
    const shopper = await at.shop.shopper(
      { product: oil, quantity: 2, voucherCents: 300 },
      { product: soap, quantity: 5 },
      { product: foreign },
    );
    const order = await at.shop.order(shopper.id);
    expect(order.status).toBe('approved');

    const seen = await eventually(async () => {
      const now = await dashboard(seller.id);
      return now.orders === 1 && now;
    }, 'the dashboard shows the order');
    expect(seen).toMatchObject({
      orders: 1,
      items: 2,
      amountCents: 2_995,
      freightCents: 250,
      voucherCents: 300,
    });
    expect(seen.invoiceCents).toBe(2_945);
    expect(seen.entries).toHaveLength(2);
    expect(seen.entries).toContainEqual({
      ...{ orderId: order.id, productId: oil.id, status: 'approved', quantity: 2 },
      ...{ amountCents: 2_000, freightCents: 250, voucherCents: 300, totalCents: 1_950 },
    });
    await eventually(async () => (await dashboard(other.id)).items === 1, 'the other seller sees one line');
  });
});
