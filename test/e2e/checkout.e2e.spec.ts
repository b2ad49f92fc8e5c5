import { readShipments } from '@comparison/checkers/stored';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  boleto,
  byCard,
  type Marketplace,
  type Order,
  problemType,
  sharedMarketplace,
  someAddress,
} from '../support/e2e/index.js';

describe('checkout', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  const send = (customerId: string, body: unknown, headers: Record<string, string> = {}) =>
    at.client.send<Order>('POST', `/carts/${customerId}/checkout`, {
      body,
      headers: { 'idempotency-key': randomUUID(), ...headers },
    });

  it('makes an approved order of a cart, with its Location, and leaves a new empty cart', async () => {
    const product = await at.shop.offer({ priceCents: 1_000, freightCents: 250 });
    const shopper = await at.shop.shopper({ product, quantity: 2 });
    const answer = await at.shop.checkOut(shopper.id, { body: byCard });
    const order = answer.body;
    expect([answer.status, answer.headers['location']]).toEqual([201, `/orders/${order.id}`]);
    expect(order).toMatchObject({
      ...{ customerId: shopper.id, number: 1, status: 'approved', version: 3, currency: 'EUR', dropped: [] },
      ...{ itemsCents: 2_000, freightCents: 250, voucherCents: 0, totalCents: 2_250 },
    });
    expect(order.statusHistory.map(({ status }) => status)).toEqual(['pending', 'approved']);
    const line = { productId: product.id, productVersion: 1, sellerId: product.sellerId, name: product.name };
    expect(order.lines).toEqual([
      { ...line, quantity: 2, unitPriceCents: 1_000, freightCents: 250, voucherCents: 0, totalCents: 2_250 },
    ]);
    expect(await at.shop.readOrder(order.id)).toEqual(order);
    expect(await at.shop.cart(shopper.id)).toEqual({ customerId: shopper.id, status: 'open', items: [] });
  });

  it('numbers the orders of a customer from 1, refused ones too', async () => {
    const scarce = await at.shop.offer({ available: 0 });
    const shopper = await at.shop.shopper({ product: scarce });
    const rejected = await at.shop.order(shopper.id);
    await at.shop.setStock(scarce.id, 1);
    const approved = await at.shop.order(shopper.id);
    expect([rejected.number, rejected.status, approved.number, approved.status]).toEqual([
      ...[1, 'rejected', 2, 'approved'],
    ]);
  });

  it('drops what cannot be had, says why, and goes on with the rest', async () => {
    const [kept, scarce, replaced, deleted] = await Promise.all([
      at.shop.offer(),
      at.shop.offer({ available: 1 }),
      at.shop.offer(),
      at.shop.offer(),
    ]);
    const shopper = await at.shop.shopper(
      { product: kept },
      { product: scarce, quantity: 2 },
      { product: replaced },
      { product: deleted },
    );
    await at.client.put(`/products/${replaced.id}`, at.shop.details());
    await at.client.expect([204], 'DELETE', `/products/${deleted.id}`);
    // Whether the stock has heard of a delete shows nowhere, so all that is on its way has to arrive.
    await at.quiescent();
    const order = await at.shop.order(shopper.id);
    expect([order.status, order.lines.map(({ productId }) => productId)]).toEqual(['approved', [kept.id]]);
    expect(order.dropped).toHaveLength(3);
    expect(order.dropped).toEqual(
      expect.arrayContaining([
        { productId: scarce.id, reason: 'out-of-stock' },
        { productId: replaced.id, reason: 'unavailable' },
        { productId: deleted.id, reason: 'unavailable' },
      ]),
    );
    expect((await at.shop.cart(shopper.id)).items).toEqual([]);
    expect(await at.shop.stock(scarce.id)).toMatchObject({ available: 1, reserved: 0 });
  });

  it('rejects an order of which nothing is left: no lines, totals of 0, and the cart open with all its items', async () => {
    const scarce = await at.shop.offer({ available: 1 });
    const shopper = await at.shop.shopper({ product: scarce, quantity: 2 });
    const answer = await at.shop.checkOut(shopper.id);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      ...{
        status: 'rejected',
        version: 2,
        lines: [],
        dropped: [{ productId: scarce.id, reason: 'out-of-stock' }],
      },
      ...{ itemsCents: 0, freightCents: 0, voucherCents: 0, totalCents: 0 },
    });
    expect(answer.body.statusHistory.map(({ status }) => status)).toEqual(['pending', 'rejected']);
    const cart = await at.shop.cart(shopper.id);
    expect([cart.status, cart.items[0]?.quantity]).toEqual(['open', 2]);
    expect(await at.shop.payments(answer.body.id)).toEqual([]);
    expect(await at.shop.shipments(answer.body.id)).toEqual([]);
    expect(await at.provider.entriesOf(answer.body.id)).toEqual([]);
  });

  it('goes to the address that is given, else to the customer’s own', async () => {
    const elsewhere = someAddress({ city: 'Porto' });
    const shopper = await at.shop.shopper();
    const order = await at.shop.order(shopper.id, { body: { ...boleto, shippingAddress: elsewhere } });
    const own = await at.shop.shopper();
    const toOwn = await at.shop.order(own.id);
    const cities = await Promise.all(
      [order, toOwn].map(async ({ id }) =>
        (await readShipments(at.databases, id)).map(({ address }) => address.city),
      ),
    );
    expect(cities).toEqual([['Porto'], [own.address.city]]);
  });

  it('is refused for an empty cart, and a refusal is not held against the key', async () => {
    const { id } = await at.shop.customer();
    const key = randomUUID();
    const empty = await at.shop.checkOut(id, { key });
    expect([empty.status, problemType(empty)]).toEqual([409, 'cart-empty']);
    await at.shop.putItem(id, { product: await at.shop.offer() });
    expect((await at.shop.checkOut(id, { key })).status).toBe(201);
  });

  it.each([
    ['no payment', {}],
    ['an unknown method', { payment: { method: 'cash' } }],
    ['a card without a token', { payment: { method: 'credit-card' } }],
    ['a debit card without a token', { payment: { method: 'debit-card' } }],
    ['a card number', { payment: { method: 'credit-card', cardToken: '4111111111111111' } }],
    ['a card number in groups', { payment: { method: 'credit-card', cardToken: '4111 1111 1111 1111' } }],
    ['half an address', { ...boleto, shippingAddress: { street: 'Rua Augusta 1' } }],
    ['a member that nobody knows', { ...boleto, discount: 100 }],
  ])('refuses %s, and leaves the cart open', async (_, body) => {
    const shopper = await at.shop.shopper();
    const answer = await send(shopper.id, body);
    expect([answer.status, problemType(answer)]).toEqual([400, 'validation']);
    expect(answer.text).not.toContain('4111');
    expect((await at.shop.cart(shopper.id)).status).toBe('open');
  });

  it.each([
    { payment: { method: 'boleto' } },
    { payment: { method: 'debit-card', cardToken: 'tok_1' } },
    { payment: { method: 'credit-card', cardToken: '1234567890123456', installments: 12 } },
  ])('takes %j', async (body) => {
    const shopper = await at.shop.shopper();
    const answer = await send(shopper.id, body);
    expect([answer.status, answer.body.status]).toEqual([201, 'approved']);
  });

  it('says which preference it applied, and waits half a minute at most', async () => {
    for (const [prefer, applied] of [
      ['wait=20', 'wait=20'],
      ['wait=300', 'wait=30'],
      ['respond-async', 'respond-async'],
      ['return=minimal, wait=3', 'wait=3'],
    ] as const) {
      const shopper = await at.shop.shopper();
      const answer = await at.shop.checkOut(shopper.id, { prefer });
      expect([201, 202]).toContain(answer.status);
      expect(answer.headers['preference-applied']).toBe(applied);
      expect((await at.shop.decided(answer.body.id)).status).toBe('approved');
    }
  });

  it('shows an order, at least as pending, as soon as any answer names it', async () => {
    const shopper = await at.shop.shopper();
    const answer = await at.shop.checkOut(shopper.id, { prefer: 'respond-async' });
    const read = await at.client.send<Order>('GET', answer.headers['location'] ?? '');
    expect([read.status, read.body.id]).toEqual([200, answer.body.id]);
    expect(read.body.statusHistory[0]?.status).toBe('pending');
    await at.shop.decided(answer.body.id);
  });

  it('does not know an order that was never made', async () => {
    for (const path of ['', '/events']) {
      const answer = await at.client.send('GET', `/orders/${randomUUID()}${path}`);
      expect([answer.status, problemType(answer)]).toEqual([404, 'not-found']);
    }
  });
});
