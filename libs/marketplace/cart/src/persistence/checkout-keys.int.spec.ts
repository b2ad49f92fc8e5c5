import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '@marketplace/order/contract';
import { newId } from '@platform/domain';
import { InlineProjections } from '@platform/event-sourcing';

import { type CartApp, openCartApp } from '../cart-app.fixture.js';

const boleto = { payment: { method: 'boleto' } };

describe('keys of checkouts that a restore lost', () => {
  let app: CartApp;
  beforeAll(async () => {
    app = await openCartApp('events');
  });
  afterAll(() => app.close());

  const checkOut = (customerId: string, key: string, body: object = boleto) =>
    app.request('POST', `/carts/${customerId}/checkout`, body, {
      'idempotency-key': key,
      prefer: 'respond-async',
    });
  const unit = () => app.unit('cart');
  const keys = () => unit().read(() => unit().query('SELECT * FROM cart.idempotency_key ORDER BY scope'));
  const lose = () => unit().run(() => unit().query('DELETE FROM cart.idempotency_key'));
  const makeAnew = () => app.get(InlineProjections).rebuild();

  it('are taken again with the streams: who asks again under one is told the same order', async () => {
    const customerId = await app.shopper();
    const key = newId();
    const { id } = (await checkOut(customerId, key)).json<OrderView>();
    const before = await keys();
    await lose();
    await makeAnew();
    expect(await keys()).toEqual(before.map((row) => ({ ...row, created_at: expect.any(Date) })));
    expect((await checkOut(customerId, key)).json<OrderView>().id).toBe(id);
    const otherBody = { payment: { method: 'debit-card', cardToken: 'tok' } };
    expect((await checkOut(customerId, key, otherBody)).statusCode).toBe(422);
  });

  it('stay as they are where they are known', async () => {
    const customerId = await app.shopper();
    app.checkouts.outcome = 'approved';
    const key = newId();
    await app.request('POST', `/carts/${customerId}/checkout`, boleto, {
      'idempotency-key': key,
      prefer: 'wait=5',
    });
    const before = await keys();
    await makeAnew();
    expect(await keys()).toEqual(before);
  });

  it('that are older than keys are kept stay lost', async () => {
    const customerId = await app.shopper();
    await checkOut(customerId, newId());
    await lose();
    await unit().run(() => unit().query(`UPDATE cart.event SET recorded_at = now() - interval '8 days'`));
    await makeAnew();
    expect(await keys()).toEqual([]);
  });
});
