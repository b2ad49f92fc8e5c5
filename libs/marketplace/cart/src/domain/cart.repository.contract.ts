import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { CartEvent } from '../contract/index.js';
import { Cart } from './cart.js';
import { someAddress } from './cart.fixture.js';
import type { CartRepository } from './cart.repository.js';
import type { Offer } from './offer.js';
import type { PricedCart } from './priced-cart.js';

export interface CartRepositoryUnderTest {
  readonly repository: CartRepository;
  readonly unit: UnitOfWork;
  readonly log: EventLog;
  /** Makes a customer known who lives at `someAddress`. @returns the id */
  customer(): Promise<string>;
  /** Makes an offer known. */
  offer(changes?: Partial<Offer>): Promise<Offer>;
}

/** What every implementation of {@link CartRepository} promises. */
export function cartRepositoryContract(open: () => Promise<CartRepositoryUnderTest>): void {
  describe('a cart repository', () => {
    let t: CartRepositoryUnderTest;
    beforeAll(async () => {
      t = await open();
    });

    /** Loads, changes and saves a cart in one unit. */
    const change = (customerId: string, work: (priced: PricedCart) => unknown) =>
      t.unit.run(async () => {
        const priced = await t.repository.load(customerId);
        if (!priced) throw new Error('The customer is unknown.');
        work(priced);
        await t.repository.save(priced.cart);
        return priced.cart;
      });
    const read = (customerId: string) => t.unit.read(() => t.repository.read(customerId));
    const recorded = (customerId: string) => t.unit.read(() => t.log.read(`cart-${customerId}`));

    it('knows no cart of an unknown customer, and an empty one of a customer who never used it', async () => {
      expect(await read(newId())).toBeUndefined();
      const cart = (await read(await t.customer()))?.cart;
      expect(cart?.state).toEqual({ status: 'open', orderId: undefined, items: [] });
      expect(cart?.version).toBe(0);
    });

    it('gives a cart back as it was saved, whatever happened in one unit', async () => {
      const [customerId, first, second, third] = [
        await t.customer(),
        await t.offer(),
        await t.offer(),
        await t.offer(),
      ];
      await change(customerId, ({ cart }) => {
        for (const offer of [first, second, third]) cart.put(offer, 1, 0);
        cart.remove(second.productId);
        cart.put(first, 7, 10);
      });
      const saved = await change(customerId, ({ cart }) => {
        cart.put(second, 2, 0);
        cart.remove(third.productId);
      });
      const loaded = (await read(customerId))?.cart;
      expect(loaded?.state).toEqual(saved.state);
      expect(loaded?.version).toBe(7);
    });

    it('publishes what was recorded, enough to rebuild the cart', async () => {
      const [customerId, offer, orderId] = [await t.customer(), await t.offer(), newId()];
      await change(customerId, ({ cart }) => cart.put(offer, 3, 0));
      const saved = await change(customerId, (priced) => priced.cart.seal(orderId, () => priced.sealed()));
      const rebuilt = new Cart(customerId);
      rebuilt.replay((await recorded(customerId)).map(({ type, data }) => ({ type, data }) as CartEvent));
      expect([rebuilt.state, rebuilt.version]).toEqual([saved.state, saved.version]);
    });

    it('tells for which order a cart is sealed, and with what', async () => {
      const [customerId, offer, orderId] = [await t.customer(), await t.offer(), newId()];
      await change(customerId, ({ cart }) => cart.put(offer, 3, 0));
      const cart = await change(customerId, (priced) => priced.cart.seal(orderId, () => priced.sealed()));
      await t.unit.read(async () => {
        expect(await t.repository.isSealedFor(customerId, orderId)).toBe(true);
        expect(await t.repository.isSealedFor(customerId, newId())).toBe(false);
        expect(await t.repository.sealedContent(cart)).toMatchObject({
          shippingAddress: someAddress,
          items: [{ productId: offer.productId, quantity: 3 }],
        });
      });
    });

    it('shows a unit what it has saved already, and goes on from there', async () => {
      const [customerId, first, second] = [await t.customer(), await t.offer(), await t.offer()];
      await t.unit.run(async () => {
        await change(customerId, ({ cart }) => cart.put(first, 1, 0));
        await change(customerId, ({ cart }) => cart.put(second, 1, 0));
        const priced = await t.repository.read(customerId);
        expect(priced?.view().items.map(({ productId }) => productId)).toEqual([
          first.productId,
          second.productId,
        ]);
        expect(priced?.tag).toBe('2-2');
      });
      expect((await read(customerId))?.tag).toBe('2-2');
    });

    it('leaves nothing of a unit that fails', async () => {
      const [customerId, offer] = [await t.customer(), await t.offer()];
      await expect(
        t.unit.run(async () => {
          await change(customerId, ({ cart }) => cart.put(offer, 1, 0));
          throw new Error('changed my mind');
        }),
      ).rejects.toThrow('changed my mind');
      expect((await read(customerId))?.cart.version).toBe(0);
      expect(await recorded(customerId)).toEqual([]);
    });

    it('loses no change of several units at once, also when none had a cart before', async () => {
      const customerId = await t.customer();
      const offers = await Promise.all(Array.from({ length: 6 }, () => t.offer()));
      await Promise.all(offers.map((offer) => change(customerId, ({ cart }) => cart.put(offer, 1, 0))));
      const cart = (await read(customerId))?.cart;
      expect([cart?.state.items.length, cart?.version]).toEqual([6, 6]);

      let runs = 0;
      await Promise.all(
        offers.map((offer) =>
          change(customerId, (priced) => {
            runs += 1;
            priced.cart.put(offer, 2, 0);
          }),
        ),
      );
      expect((await read(customerId))?.cart.state.items.map(({ quantity }) => quantity)).toEqual(
        Array(6).fill(2),
      );
      expect(runs).toBe(6); // they waited; none had to begin again
    });
  });
}
