import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import { type CartApp, openCartApp } from '../cart-app.fixture.js';
import type { CartEvent, CartView } from '../contract/index.js';
import { Cart } from '../domain/cart.js';
import { CartRepository } from '../domain/cart.repository.js';
import type { PricedCart } from '../domain/priced-cart.js';
import { CART_SNAPSHOTS } from './cart-streams.js';

describe('carts that are kept as streams', () => {
  let app: CartApp;
  beforeAll(async () => {
    app = await openCartApp('events');
  });
  afterAll(() => app.close());

  const rows = <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
    app.unit('cart').read(() => app.unit('cart').query<Row>(sql, parameters));
  const change = (customerId: string, work: (priced: PricedCart) => unknown) =>
    app.unit('cart').run(async () => {
      const priced = await app.get(CartRepository).load(customerId);
      if (!priced) throw new Error('The customer is unknown.');
      work(priced);
      await app.get(CartRepository).save(priced.cart);
    });
  /** The cart as its whole stream makes it. */
  const replayed = async (customerId: string) => {
    const events = await app.unit('cart').read(() => app.log('cart').read(`cart-${customerId}`));
    const cart = new Cart(customerId);
    cart.replay(events.map(({ type, data }) => ({ type, data }) as CartEvent));
    return cart;
  };

  it('are the same from a snapshot and what came after it as from their whole stream', async () => {
    const [customerId, first, second] = [await app.customer(), await app.offer(), await app.offer()];
    await change(customerId, ({ cart }) => cart.put(second, 1, 0));
    for (let quantity = 1; quantity < CART_SNAPSHOTS.every + 3; quantity += 1)
      await change(customerId, ({ cart }) => cart.put(first, quantity, 0));
    const orderId = newId();
    await change(customerId, (priced) => priced.cart.seal(orderId, () => priced.sealed()));
    expect(
      await rows('SELECT version FROM cart.snapshot WHERE stream_id = $1', [`cart-${customerId}`]),
    ).toEqual([{ version: CART_SNAPSHOTS.every }]);
    const [loaded, whole] = [
      (await app.unit('cart').read(() => app.get(CartRepository).read(customerId)))?.cart,
      await replayed(customerId),
    ];
    expect([loaded?.state, loaded?.version]).toEqual([whole.state, whole.version]);
    expect(whole.version).toBe(CART_SNAPSHOTS.every + 4);
    const shown = (await app.request('GET', `/carts/${customerId}`)).json<CartView>();
    expect(shown).toMatchObject({
      status: 'sealed',
      items: [{ quantity: 1 }, { quantity: CART_SNAPSHOTS.every + 2 }],
    });
  });

  it('leave no rows beside their streams', async () => {
    const customerId = await app.shopper();
    expect(await rows('SELECT FROM cart.cart WHERE customer_id = $1', [customerId])).toEqual([]);
    expect(await rows('SELECT FROM cart.cart_item WHERE customer_id = $1', [customerId])).toEqual([]);
  });
});
