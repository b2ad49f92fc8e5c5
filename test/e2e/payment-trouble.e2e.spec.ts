import { databaseSnapshot, violationsOf } from '@comparison/checkers/stored';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  boleto,
  byCard,
  type Customer,
  eventually,
  type Marketplace,
  type Order,
  problemType,
  sharedMarketplace,
  streamedEvents,
} from '../support/e2e/index.js';
import { byPayments, isFirstOfItsKind } from '../support/e2e/profile.js';

/**
 * The deadline is half a minute, which every profile would wait for. How it is kept follows from whether sagas coordinate and how payments are
 * kept: of profiles that are alike in these one is enough, or each with `E2E_DEADLINE=all`.
 */
const waitsForDeadline = process.env['E2E_DEADLINE'] === 'all' || isFirstOfItsKind(byPayments);

describe('a payment provider that misbehaves', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterEach(() => at.provider.behave({}));
  afterAll(() => at.close());

  it('declines: the order fails with its lines kept, stock is released, the cart opens with its items', async () => {
    const product = await at.shop.offer({ available: 5 });
    const shopper = await at.shop.shopper({ product, quantity: 2 });
    await at.provider.behave({ declineRate: 1 });
    const key = randomUUID();
    const answer = await at.shop.checkOut(shopper.id, { key, body: byCard });
    expect([answer.status, answer.body.status, answer.body.version]).toEqual([201, 'payment-failed', 3]);
    expect(answer.body.statusHistory.map(({ status }) => status)).toEqual(['pending', 'payment-failed']);
    expect(answer.body).toMatchObject({ totalCents: 2_250, lines: [{ productId: product.id, quantity: 2 }] });
    // Where no transaction spans them, stock hears of it a moment later than the customer.
    await eventually(async () => {
      const { available, reserved, orderCount, yearToDate } = await at.shop.stock(product.id);
      expect({ available, orderCount, yearToDate }).toEqual({ available: 5, orderCount: 0, yearToDate: 0 });
      return reserved === 0;
    }, 'the stock is released');
    expect(await at.shop.cart(shopper.id)).toMatchObject({ status: 'open', items: [{ quantity: 2 }] });
    expect((await at.shop.payments(answer.body.id)).map(({ status }) => status)).toEqual(['declined']);
    expect(await at.shop.shipments(answer.body.id)).toEqual([]);

    await at.provider.behave({});
    const again = await at.shop.checkOut(shopper.id, { key, body: byCard });
    expect([again.status, again.text]).toEqual([201, answer.text]);
    expect((await at.shop.order(shopper.id)).status).toBe('approved');
    await eventually(async () => {
      const { paidOrders, failedOrders } = await at.client.get<Customer>(`/customers/${shopper.id}`);
      return paidOrders === 1 && failedOrders === 1;
    }, 'both orders are counted');
  });

  it('is slow: the checkout is answered 202, the cart stays sealed, and the same key hears of the end', async () => {
    const product = await at.shop.offer();
    const shopper = await at.shop.shopper({ product });
    await at.provider.behave({ delayMs: 1_200 });
    const key = randomUUID();
    const early = await at.shop.checkOut(shopper.id, { key, prefer: 'wait=0' });
    expect([early.status, early.body.status]).toEqual([202, 'pending']);
    expect(early.headers['location']).toBe(`/orders/${early.body.id}`);

    expect((await at.shop.cart(shopper.id)).status).toBe('sealed');
    const item = `/carts/${shopper.id}/items/${product.id}`;
    for (const refused of [
      await at.client.send('PUT', item, { body: { quantity: 2 } }),
      await at.client.send('DELETE', item),
      await at.client.send('DELETE', `/carts/${shopper.id}`),
      await at.shop.checkOut(shopper.id),
    ])
      expect([refused.status, problemType(refused)]).toEqual([409, 'cart-sealed']);

    const other = await at.shop.checkOut(shopper.id, { key, body: byCard });
    expect([other.status, problemType(other)]).toEqual([422, 'idempotency-key-reused']);
    const late = await at.shop.checkOut(shopper.id, { key, prefer: 'wait=10' });
    expect([late.status, late.body.status, late.body.id]).toEqual([201, 'approved', early.body.id]);
    expect((await at.shop.cart(shopper.id)).items).toEqual([]);
  });

  it('is slow: who watches the order sees each event as it happens', async () => {
    const shopper = await at.shop.shopper({ product: await at.shop.offer() });
    await at.provider.behave({ delayMs: 700 });
    const { body: order } = await at.shop.checkOut(shopper.id, { prefer: 'respond-async' });
    const leaving = new AbortController();
    const seen: string[] = [];
    for await (const { data } of streamedEvents(`${at.client.origin}/orders/${order.id}/events`, {
      signal: leaving.signal,
    })) {
      if (seen.length === 0) expect((await at.shop.readOrder(order.id)).status).toBe('pending');
      seen.push(data.status);
      if (data.status === 'approved') break;
    }
    expect([seen[0], seen.at(-1)]).toEqual(['pending', 'approved']);
  });

  it('loses replies: asked again under the same key, it charges once', async () => {
    const product = await at.shop.offer();
    const shoppers = await Promise.all(Array.from({ length: 6 }, () => at.shop.shopper({ product })));
    await at.provider.behave({ loseReplyRate: 0.6, seed: 7 });
    const orders = await Promise.all(shoppers.map(({ id }) => at.shop.order(id, { body: byCard })));
    for (const order of orders) {
      expect(order.status).toBe('approved');
      expect(await at.provider.entriesOf(order.id)).toMatchObject([
        { status: 'captured', amountCents: order.totalCents },
      ]);
    }
  });

  it('hangs: nobody else waits for it', async () => {
    const contested = await at.shop.offer();
    const hung = await at.shop.shopper({ product: contested });
    await at.provider.behave({ hangRate: 1 });
    const { body: pending } = await at.shop.checkOut(hung.id, { prefer: 'respond-async' });
    await at.shop.setStock(contested.id, 50);
    const other = await at.shop.shopper({ product: contested });
    expect((await at.shop.cart(other.id)).items).toHaveLength(1);
    // It is given up after 30 s: whoever waits for it is done no sooner.
    expect((await at.shop.readOrder(pending.id)).status).toBe('pending');
    await at.provider.behave({});
    expect((await at.shop.decided(pending.id)).status).toBe('approved');
  });

  if (waitsForDeadline)
    it('is out of reach beyond the deadline: the order fails, and what it had captured is paid back', async () => {
      const product = await at.shop.offer({ available: 20 });
      const shoppers = await Promise.all(Array.from({ length: 8 }, () => at.shop.shopper({ product })));
      // A hung attempt is never answered, and takes effect every other time.
      await at.provider.behave({ hangRate: 1, seed: 3 });
      const begun = await Promise.all(
        shoppers.map(({ id }) => at.shop.checkOut(id, { prefer: 'respond-async', body: boleto })),
      );
      const ended = await Promise.all(begun.map(({ body }) => at.shop.decided(body.id)));
      expect(ended.map(({ status }) => status)).toEqual(Array<Order['status']>(8).fill('payment-failed'));
      await eventually(async () => {
        const { available, reserved } = await at.shop.stock(product.id);
        expect(available).toBe(20);
        return reserved === 0;
      }, 'the stock is released');

      await at.provider.behave({});
      await eventually(
        async () => {
          const entries = (await at.provider.ledger()).filter(({ orderId }) =>
            ended.some(({ id }) => id === orderId),
          );
          const captured = entries.filter(({ status }) => status === 'captured');
          return (
            captured.length > 0 && captured.length === entries.filter(({ type }) => type === 'refund').length
          );
        },
        'every capture is paid back',
        { withinMs: 40_000 },
      );
    });

  it('leaves every promise kept', async () => {
    await at.quiescent();
    expect(violationsOf(await databaseSnapshot(at.databases, at.provider))).toEqual([]);
  });
});
