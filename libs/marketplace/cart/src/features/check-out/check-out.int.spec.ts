import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '@marketplace/order/contract';
import { newId } from '@platform/domain';
import { waitUntil } from '@platform/messaging/testing';

import { type CartApp, openCartApp } from '../../cart-app.fixture.js';
import type { CartView } from '../../contract/index.js';
import { someAddress } from '../../domain/cart.fixture.js';

const boleto = { payment: { method: 'boleto' } };

describe.each(['state', 'events'] as const)(
  'POST /carts/{customerId}/checkout, kept as %s',
  (persistence) => {
    let app: CartApp;
    beforeAll(async () => {
      app = await openCartApp(persistence);
    });
    afterAll(() => app.close());
    afterEach(() => {
      app.checkouts.outcome = undefined;
      app.checkouts.hidden = false;
      app.checkouts.sabotage = () => Promise.resolve();
    });

    const checkOut = (customerId: string, key = newId(), body: object = boleto, prefer = 'respond-async') =>
      app.request('POST', `/carts/${customerId}/checkout`, body, { 'idempotency-key': key, prefer });
    const cart = async (customerId: string) =>
      (await app.request('GET', `/carts/${customerId}`)).json<CartView>();
    const type = (answer: { json(): unknown }) => (answer.json() as { type: string }).type.split(':').at(-1);

    it('answers 201 with the decided order, where it is and its version', async () => {
      const customerId = await app.shopper();
      app.checkouts.outcome = 'approved';
      const answer = await checkOut(customerId, newId(), boleto, 'wait=5');
      const order = answer.json<OrderView>();
      expect(answer.statusCode).toBe(201);
      expect(order).toMatchObject({ customerId, status: 'approved', version: 3 });
      expect(answer.headers).toMatchObject({
        location: `/orders/${order.id}`,
        etag: '"3"',
        'preference-applied': 'wait=5',
      });
      expect(await cart(customerId)).toEqual({ customerId, status: 'open', items: [] });
    });

    it('answers 202 with the pending order when the wait is over first, and the cart stays sealed', async () => {
      const customerId = await app.shopper();
      for (const prefer of ['wait=0', 'respond-async']) {
        const answer = await checkOut(customerId, 'one-key', boleto, prefer);
        expect([answer.statusCode, answer.json<OrderView>().status]).toEqual([202, 'pending']);
        expect(answer.headers).toMatchObject({ etag: '"1"', 'preference-applied': prefer });
        expect(answer.headers.location).toMatch(/^\/orders\//);
      }
      expect((await cart(customerId)).status).toBe('sealed');
    });

    it('opens the cart with its items when the order is rejected, and takes a new key for a new try', async () => {
      const customerId = await app.shopper();
      app.checkouts.outcome = 'rejected';
      const [first, second] = [
        await checkOut(customerId, newId(), boleto, ''),
        await checkOut(customerId, newId(), boleto, ''),
      ];
      expect([first.json<OrderView>().status, second.json<OrderView>().status]).toEqual([
        'rejected',
        'rejected',
      ]);
      expect(first.json<OrderView>().id).not.toBe(second.json<OrderView>().id);
      expect((await cart(customerId)).items).toHaveLength(1);
    });

    it('replays a decided answer to the byte, also when the order has gone on since', async () => {
      const customerId = await app.shopper();
      app.checkouts.outcome = 'approved';
      const first = await checkOut(customerId, 'replay', boleto, '');
      app.checkouts.decide(first.json<OrderView>().id, 'in-transit', 'delivered');
      const again = await checkOut(customerId, 'replay', boleto, '');
      expect([again.statusCode, again.body, again.headers.etag]).toEqual([
        201,
        first.body,
        first.headers.etag,
      ]);
    });

    it('answers a retry 202 while the order is undecided and 201 once it is decided', async () => {
      const customerId = await app.shopper();
      const first = await checkOut(customerId, 'k');
      const { id } = first.json<OrderView>();
      expect((await checkOut(customerId, 'k')).statusCode).toBe(202);
      await app.checkouts.end(id, 'approved');
      const decided = await checkOut(customerId, 'k');
      expect([decided.statusCode, decided.json<OrderView>().id]).toEqual([201, id]);
    });

    it('gives twenty requests with one key one order', async () => {
      const customerId = await app.shopper();
      app.checkouts.outcome = 'approved';
      const before = app.checkouts.orders.size;
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => checkOut(customerId, 'same', boleto, '')),
      );
      expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
      expect(answers[0]?.statusCode).toBe(201);
      expect(app.checkouts.orders.size - before).toBe(1);
    });

    it('lets one of two keys win and tells the other that the cart is sealed', async () => {
      const customerId = await app.shopper();
      const answers = await Promise.all([checkOut(customerId), checkOut(customerId)]);
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([202, 409]);
      const refused = answers.find(({ statusCode }) => statusCode === 409);
      expect(refused && type(refused)).toBe('cart-sealed');
    });

    it('refuses another body under the same key, whatever the cart looks like by then', async () => {
      const customerId = await app.shopper();
      await checkOut(customerId, 'k');
      const other = await checkOut(customerId, 'k', { ...boleto, shippingAddress: someAddress });
      expect([other.statusCode, type(other)]).toEqual([422, 'idempotency-key-reused']);
    });

    it('refuses without a key, an empty cart and an unknown customer, and stores no key for a refusal', async () => {
      const customerId = await app.customer();
      const { productId } = await app.offer();
      const keyless = await app.request('POST', `/carts/${customerId}/checkout`, boleto);
      expect([keyless.statusCode, type(keyless)]).toEqual([400, 'idempotency-key-required']);
      const empty = await checkOut(customerId, 'k');
      expect([empty.statusCode, type(empty)]).toEqual([409, 'cart-empty']);
      const unknown = await checkOut(newId());
      expect([unknown.statusCode, unknown.headers['retry-after']]).toEqual([404, '1']);

      await app.request('PUT', `/carts/${customerId}/items/${productId}`, { quantity: 1 });
      expect((await checkOut(customerId, 'k')).statusCode).toBe(202);
    });

    it('leaves neither key nor sealed cart when it cannot begin', async () => {
      const customerId = await app.shopper();
      app.checkouts.sabotage = () => Promise.reject(new Error('the order module is broken'));
      expect((await checkOut(customerId, 'k')).statusCode).toBe(500);
      expect((await cart(customerId)).status).toBe('open');
      app.checkouts.sabotage = () => Promise.resolve();
      expect((await checkOut(customerId, 'k')).statusCode).toBe(202);
    });

    it('keeps the cart as it is while it is sealed', async () => {
      const customerId = await app.shopper();
      await checkOut(customerId);
      const { items } = await cart(customerId);
      const item = `/carts/${customerId}/items/${items[0]?.productId ?? ''}`;
      const answers = [
        await app.request('PUT', item, { quantity: 9 }),
        await app.request('DELETE', item),
        await app.request('DELETE', `/carts/${customerId}`),
      ];
      expect(answers.map((answer) => [answer.statusCode, type(answer)])).toEqual(
        Array(3).fill([409, 'cart-sealed']),
      );
      expect((await cart(customerId)).items).toEqual(items);
    });

    it('gives no decided answer before the cart has followed', async () => {
      const customerId = await app.shopper();
      const { id } = (await checkOut(customerId, 'k')).json<OrderView>();
      app.checkouts.decide(id, 'approved');
      let followed = false;
      const answer = checkOut(customerId, 'k', boleto, 'wait=5').then(({ statusCode }) => ({
        statusCode,
        followed,
      }));
      const before = app.checkouts.reads;
      await waitUntil('the decided order was read twice', () => app.checkouts.reads >= before + 2);
      followed = true;
      await app.checkouts.applyToCart(id);
      expect(await answer).toEqual({ statusCode: 201, followed: true });
    });

    it('answers 503, to be asked again, when the order cannot be read for five seconds', async () => {
      const customerId = await app.shopper();
      app.checkouts.hidden = true;
      const answer = await checkOut(customerId, 'k');
      expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1']);
      app.checkouts.hidden = false;
      expect((await checkOut(customerId, 'k')).statusCode).toBe(202);
    });

    it('hands the request over as it came', async () => {
      const customerId = await app.shopper();
      const body = {
        payment: { method: 'credit-card', cardToken: 'tok_visa', installments: 3 },
        shippingAddress: { ...someAddress, city: 'Braga' },
      };
      const { id } = (await checkOut(customerId, newId(), body)).json<OrderView>();
      expect(app.checkouts.requests.get(id)).toEqual({ customerId, ...body });
    });

    it('names the field when the payment is not acceptable, and does not repeat a card number', async () => {
      const customerId = await app.shopper();
      const number = '4111 1111 1111 1111';
      const answer = await checkOut(customerId, newId(), {
        payment: { method: 'credit-card', cardToken: number },
      });
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ errors: [{ field: '/payment/cardToken' }] });
      expect(answer.body).not.toContain('4111');
    });
  },
);
