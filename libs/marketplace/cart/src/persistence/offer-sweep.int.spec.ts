import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import { type CartApp, openCartApp } from '../cart-app.fixture.js';
import { OfferSweep } from './index.js';

const WEEK = 7;

describe.each(['state', 'events'] as const)(
  'the versions of products that a cart kept as %s knows',
  (persistence) => {
    let app: CartApp;
    beforeAll(async () => {
      app = await openCartApp(persistence);
    });
    afterAll(() => app.close());

    const pass = (days: number) =>
      app
        .unit('cart')
        .run(() => app.unit('cart').query('UPDATE cart.offer SET heard_on = heard_on - $1::int', [days]));
    const versions = async (productId: string) => {
      const rows = await app
        .unit('cart')
        .read(() =>
          app
            .unit('cart')
            .query<{ version: number }>('SELECT version FROM cart.offer WHERE product_id = $1 ORDER BY 1', [
              productId,
            ]),
        );
      return rows.map(({ version }) => version);
    };
    const sweep = () => app.get(OfferSweep).run(WEEK);

    it('go some days after the next one came, unless a cart holds them or none has come', async () => {
      const customer = await app.customer();
      const productId = newId();
      const item = `/carts/${customer}/items/${productId}`;
      await app.offer({ productId, version: 1, revision: 1 });
      await app.offer({ productId, version: 2, revision: 2 });
      await app.request('PUT', item, { quantity: 1 });
      await pass(WEEK + 1);
      await app.offer({ productId, version: 3, revision: 3 });
      expect(await sweep()).toBe(1);
      expect(await versions(productId)).toEqual([2, 3]);

      await pass(WEEK + 1);
      expect(await sweep()).toBe(0);
      expect((await app.request('GET', `/carts/${customer}`)).json()).toMatchObject({
        items: [{ productId, productVersion: 2 }],
      });

      await app.request('DELETE', item);
      expect(await sweep()).toBe(1);
      expect(await versions(productId)).toEqual([3]);
    });
  },
);
