import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  boleto,
  byCard,
  eventually,
  type Marketplace,
  problemType,
  sharedMarketplace,
} from '../support/e2e/index.js';

describe('Idempotency-Key', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  it('is required on checkout', async () => {
    const shopper = await at.shop.shopper();
    const answer = await at.client.send('POST', `/carts/${shopper.id}/checkout`, { body: boleto });
    expect([answer.status, problemType(answer)]).toEqual([400, 'idempotency-key-required']);
  });

  it.each(['', 'a,b', 'with blank', 'x'.repeat(256)])('is refused as "%s"', async (key) => {
    const shopper = await at.shop.shopper();
    const answer = await at.shop.checkOut(shopper.id, { key });
    expect(answer.status).toBe(400);
    expect((await at.shop.cart(shopper.id)).status).toBe('open');
  });

  it('replays a decided answer as it was sent, whatever became of order and cart since', async () => {
    const seller = await at.shop.seller();
    const product = await at.shop.offer({ sellerId: seller.id });
    const shopper = await at.shop.shopper({ product });
    const key = randomUUID();
    const first = await at.shop.checkOut(shopper.id, { key });
    await eventually(async () => {
      await at.client.expect([200], 'POST', '/shipments/deliveries');
      return (await at.shop.readOrder(first.body.id)).status === 'delivered';
    }, 'the order is delivered');
    await at.shop.putItem(shopper.id, { product });
    const again = await at.shop.checkOut(shopper.id, { key });
    expect([again.status, again.text, again.headers['location']]).toEqual([
      201,
      first.text,
      first.headers['location'],
    ]);
    expect((await at.shop.cart(shopper.id)).items).toHaveLength(1);
  });

  it('replays a rejected checkout too: a new try takes a new key', async () => {
    const scarce = await at.shop.offer({ available: 0 });
    const shopper = await at.shop.shopper({ product: scarce });
    const key = randomUUID();
    const first = await at.shop.checkOut(shopper.id, { key });
    await at.shop.setStock(scarce.id, 5);
    const again = await at.shop.checkOut(shopper.id, { key });
    expect([first.body.status, again.status, again.text]).toEqual(['rejected', 201, first.text]);
    expect((await at.shop.order(shopper.id)).status).toBe('approved');
  });

  it('refuses another body under the same key, before it looks at the cart', async () => {
    const shopper = await at.shop.shopper();
    const key = randomUUID();
    await at.shop.checkOut(shopper.id, { key, body: boleto });
    const other = await at.shop.checkOut(shopper.id, { key, body: byCard });
    expect([other.status, problemType(other)]).toEqual([422, 'idempotency-key-reused']);
  });

  it('belongs to one path: two customers may use the same key', async () => {
    const key = randomUUID();
    const [one, two] = [await at.shop.shopper(), await at.shop.shopper()];
    const orders = [await at.shop.order(one.id, { key }), await at.shop.order(two.id, { key })];
    expect(orders.map(({ customerId }) => customerId)).toEqual([one.id, two.id]);
    expect(orders[0]?.id).not.toBe(orders[1]?.id);
  });

  it('makes one order of twenty requests at the same time, with one answer for all', async () => {
    const product = await at.shop.offer({ available: 100 });
    const shopper = await at.shop.shopper({ product });
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => at.shop.checkOut(shopper.id, { key })),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const order = answers[0]?.body;
    expect(order?.status).toBe('approved');
    expect(await at.shop.stock(product.id)).toMatchObject({ available: 99, orderCount: 1 });
    expect(await at.provider.entriesOf(order?.id ?? '')).toHaveLength(1);
  });

  it('lets one of many keys have the cart, and tells the others 409', async () => {
    const product = await at.shop.offer({ available: 100 });
    const shopper = await at.shop.shopper({ product });
    const answers = await Promise.all(Array.from({ length: 10 }, () => at.shop.checkOut(shopper.id)));
    const refused = answers.filter(({ status }) => status === 409).map(problemType);
    expect(refused).toHaveLength(9);
    for (const type of refused) expect(['cart-sealed', 'cart-empty']).toContain(type);
    expect(await at.shop.stock(product.id)).toMatchObject({ available: 99, orderCount: 1 });
  });

  it('is accepted on every other POST: a batch and a delivery run are not done twice', async () => {
    const seller = await at.shop.seller();
    const product = await at.shop.offer({ sellerId: seller.id });
    for (let n = 0; n < 2; n += 1) await at.shop.order((await at.shop.shopper({ product })).id);
    const deliver = (key: string) =>
      at.client.send('POST', '/shipments/deliveries', { headers: { 'idempotency-key': key } });
    const key = randomUUID();
    const [first, again] = [await deliver(key), await deliver(key)];
    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);

    const items = [{ id: product.id, ...at.shop.details() }];
    const batch = (body: object) =>
      at.client.send('POST', '/products:batch', { body, headers: { 'idempotency-key': key } });
    expect((await batch({ items })).status).toBe(200);
    expect((await batch({ items })).text).toBe((await batch({ items })).text);
    const other = await batch({ items: [] });
    expect([other.status, problemType(other)]).toEqual([422, 'idempotency-key-reused']);
  });
});
