import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { InlineProjections } from '@platform/event-sourcing';

import { type CartApp, openCartApp } from '../cart-app.fixture.js';
import { someOffer } from '../domain/cart.fixture.js';
import { CartRepository } from '../domain/cart.repository.js';
import type { PricedCart } from '../domain/priced-cart.js';
import { HeldOffers } from './index.js';

const [first, second] = [someOffer(), someOffer()];
const replaced = { ...first, version: 2, revision: 2 };
const orderId = newId();

type Change = (priced: PricedCart) => unknown;
const put =
  (offer = first, quantity = 1): Change =>
  ({ cart }) =>
    cart.put(offer, quantity, 0);
const remove: Change = ({ cart }) => cart.remove(first.productId);
const abandon: Change = ({ cart }) => cart.abandon();
const seal: Change = (priced) => priced.cart.seal(orderId, () => priced.sealed());
const reopen: Change = ({ cart }) => cart.reopen(orderId);
const renew: Change = ({ cart }) => cart.renew(orderId);

describe('the offers that carts hold which are kept as streams', () => {
  let app: CartApp;
  beforeAll(async () => {
    app = await openCartApp('events');
    for (const offer of [first, second, replaced]) await app.offer(offer);
  });
  afterAll(() => app.close());

  const change = (customerId: string, work: Change) =>
    app.unit('cart').run(async () => {
      const carts = app.get(CartRepository);
      const priced = await carts.load(customerId);
      if (!priced) throw new Error('The customer is unknown.');
      work(priced);
      await carts.save(priced.cart);
      return priced.cart;
    });
  const rows = () =>
    app
      .unit('cart')
      .read(() =>
        app
          .unit('cart')
          .query<Held>(
            'SELECT customer_id AS "customerId", product_id AS "productId", product_version AS "productVersion" FROM cart.held_offer',
          ),
      );
  const held = async (customerId: string) =>
    (await rows()).filter((row) => row.customerId === customerId).sort(byProduct);

  it.each<[string, Change[]]>([
    ['put', [put(), put(second)]],
    ['put again in another quantity', [put(), put(first, 5)]],
    ['put again in another version', [put(), put(replaced)]],
    ['removed', [put(), put(second), remove]],
    ['removed and put again', [put(), remove, put(replaced)]],
    ['abandoned', [put(), abandon]],
    ['abandoned and put again', [put(), put(second), abandon, put(replaced)]],
    ['sealed', [put(), put(second), seal]],
    ['sealed and opened again', [put(), seal, reopen]],
    ['bought', [put(), put(second), seal, renew]],
    ['bought and put again', [put(), put(second), seal, renew, put()]],
  ])('are those of the cart when items were %s, one by one or in one unit', async (_what, changes) => {
    const [slowly, atOnce] = [await app.customer(), await app.customer()];
    for (const work of changes) await change(slowly, work);
    await app.unit('cart').run(async () => {
      for (const work of changes) await change(atOnce, work);
    });
    for (const customerId of [slowly, atOnce]) {
      const { state } = await change(customerId, () => undefined);
      const items = state.items.map(({ productId, productVersion }) => ({
        ...{ customerId, productId, productVersion },
      }));
      expect(await held(customerId)).toEqual(items.sort(byProduct));
    }
  });

  it('are known again when they are made anew from the streams, however that is cut', async () => {
    const live = (await rows()).sort(byProduct);
    expect(live.length).toBeGreaterThan(5);
    const unit = app.unit('cart');
    for (const sliceSize of [1, 5, 500]) {
      await unit.run(() => unit.query('UPDATE cart.held_offer SET product_version = 9'));
      await new InlineProjections(unit, [new HeldOffers(unit)], sliceSize).rebuild();
      expect((await rows()).sort(byProduct)).toEqual(live);
    }
    await app.get(InlineProjections).rebuild();
    expect((await rows()).sort(byProduct)).toEqual(live);
  });
});

interface Held {
  readonly customerId: string;
  readonly productId: string;
  readonly productVersion: number;
}

function byProduct(a: Held, b: Held): number {
  return a.customerId + a.productId < b.customerId + b.productId ? -1 : 1;
}
