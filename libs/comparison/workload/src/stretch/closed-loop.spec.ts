import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TransactionList } from '../draw/transaction-list.js';
import { FakeMarketplace } from '../testing/fake-marketplace.fixture.js';
import { flawsOf } from '../testing/history.fixture.js';
import { TestTroupe } from '../testing/troupe.fixture.js';

describe('a closed loop', () => {
  let shop: FakeMarketplace;
  let troupe: TestTroupe;
  beforeEach(async () => {
    [shop, troupe] = await Promise.all([FakeMarketplace.start(), TestTroupe.start()]);
  });
  afterEach(() => Promise.all([troupe.stop(), shop.stop()]));

  it('has as many sessions at a time as clients', async () => {
    const sessions = { now: 0, most: 0 };
    const inside = new Set<string>();
    shop.mood = ({ path }) => {
      const customer = path.split('/')[2] ?? '';
      if (path.endsWith('/checkout')) inside.delete(customer);
      else if (path.startsWith('/carts/')) inside.add(customer);
      sessions.most = Math.max(sessions.most, inside.size);
      return 'serve';
    };
    const result = await troupe.play({
      ...{ origin: shop.origin, seconds: 1 },
      loop: { type: 'closed', clients: 4 },
    });
    expect(sessions.most).toBe(4);
    expect([result.dropped, result.begun]).toEqual([0, result.checkouts.begun]);
    // It sends no more than are decided: nothing is ever due, and all that were decided are good.
    expect([result.checkouts.pace, result.goodput]).toEqual([undefined, result.checkouts.begun]);
    expect(flawsOf(await troupe.history())).toEqual([]);
  });

  it('plays the same list as an open loop', async () => {
    const { population, seed } = troupe.troupe;
    const list = new TransactionList(population, 'om-checkout', seed, 'test');
    const wanted = Array.from({ length: 10 }, (_, index) => {
      const transaction = list.at(index);
      return transaction.type === 'checkout' ? transaction.items.map(({ productId }) => productId) : [];
    });
    const cartsOf = async (one: TestTroupe): Promise<string[][]> => {
      const carts: string[][] = [];
      const filling = new Map<number, string[]>();
      for (const { type, operation, process, input } of await one.history()) {
        if (type !== 'invoke') continue;
        if (operation === 'put-item') {
          const cart = filling.get(process) ?? [];
          if (cart.length === 0) carts.push(cart);
          filling.set(process, cart);
          cart.push(String(input?.productId));
        }
        if (operation === 'checkout') filling.delete(process);
      }
      return carts.slice(0, 10);
    };
    const other = await TestTroupe.start();
    try {
      await troupe.play({ origin: shop.origin, seconds: 1, loop: { type: 'closed', clients: 2 } });
      await other.play({ origin: shop.origin, seconds: 1, loop: { type: 'open', perSecond: 10 } });
      expect(await cartsOf(troupe)).toEqual(wanted);
      expect(await cartsOf(other)).toEqual(wanted);
    } finally {
      await other.stop();
    }
  });

  it('refuses more clients than there are customers', async () => {
    await expect(
      troupe.play({ origin: shop.origin, seconds: 1, loop: { type: 'closed', clients: 51 } }),
    ).rejects.toThrow('51 clients need as many customers, and there are 50: raise the scale.');
  });
});
