import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { newId } from '@platform/domain';

import { type CartApp, openCartApp } from '../../cart-app.fixture.js';
import { type CartView, RenewCart, ReopenCart, SealCart } from '../../contract/index.js';
import { someAddress } from '../../domain/cart.fixture.js';

describe.each(['state', 'events'] as const)("the cart's part in a checkout, kept as %s", (persistence) => {
  let app: CartApp;
  let commands: CommandBus;
  beforeAll(async () => {
    app = await openCartApp(persistence);
    commands = app.get(CommandBus);
  });
  afterAll(() => app.close());

  const cart = async (customerId: string) =>
    (await app.request('GET', `/carts/${customerId}`)).json<CartView>();

  it('seals it with the prices of that moment, and answers the same again after a price has changed', async () => {
    const [customerId, offer, orderId] = [await app.customer(), await app.offer(), newId()];
    await app.request('PUT', `/carts/${customerId}/items/${offer.productId}`, {
      quantity: 2,
      voucherCents: 40,
    });
    const seal = new SealCart({ orderId, customerId });
    const sealed = await commands.execute(seal);
    expect(sealed).toEqual({
      outcome: 'done',
      result: {
        currency: 'EUR',
        shippingAddress: someAddress,
        items: [
          {
            productId: offer.productId,
            productVersion: 1,
            sellerId: offer.sellerId,
            name: offer.name,
            quantity: 2,
            unitPriceCents: offer.priceCents,
            freightCents: offer.freightCents,
            voucherCents: 40,
          },
        ],
      },
    });
    await app.offer({ ...offer, revision: 2, priceCents: 1 });
    expect(await commands.execute(seal)).toEqual(sealed);
  });

  it('refuses an empty cart, one sealed for another order and an unknown customer', async () => {
    const refusal = async (customerId: string) =>
      commands.execute(new SealCart({ orderId: newId(), customerId }));
    const shopper = await app.shopper();
    await commands.execute(new SealCart({ orderId: newId(), customerId: shopper }));
    expect([await refusal(await app.customer()), await refusal(shopper), await refusal(newId())]).toEqual([
      { outcome: 'refused', reason: 'cart-empty', details: { problem: 'cart-empty' } },
      { outcome: 'refused', reason: 'cart-sealed', details: { problem: 'cart-sealed' } },
      { outcome: 'refused', reason: 'customer-unknown', details: { problem: 'customer-unknown' } },
    ]);
  });

  it.each([
    ['opens it with its items', ReopenCart, 1],
    ['renews it without items', RenewCart, 0],
  ])('%s, for its own order only and as often as it is told', async (_what, Ending, items) => {
    const [customerId, orderId] = [await app.shopper(), newId()];
    await commands.execute(new SealCart({ orderId, customerId }));
    expect(await commands.execute(new Ending({ orderId: newId(), customerId }))).toMatchObject({
      outcome: 'done',
    });
    expect((await cart(customerId)).status).toBe('sealed');
    await commands.execute(new Ending({ orderId, customerId }));
    await commands.execute(new Ending({ orderId, customerId }));
    expect(await cart(customerId)).toMatchObject({ status: 'open', items: { length: items } });
    const events = await app.unit('cart').read(() => app.log('cart').read(`cart-${customerId}`));
    expect(events).toHaveLength(3);
  });

  it('does nothing when told to undo what never happened', async () => {
    for (const customerId of [await app.shopper(), newId()]) {
      const undo = new ReopenCart({ orderId: newId(), customerId });
      expect(await commands.execute(undo)).toEqual({ outcome: 'done', result: null });
    }
  });
});
