import { describe, expect, it } from '@jest/globals';
import { populationOf } from '../population/population.js';
import { scattered, uniformKeys, zipfKeys } from './keys.js';
import { providerBehaviourOf } from './preset.js';
import { Random } from './random.js';
import { TransactionList } from './transaction-list.js';

const scale = { customers: 100, products: 200 };

const thousand = (seed: number, stretch = 'a'): string[] => {
  const list = new TransactionList(populationOf(seed, scale, 'om-default'), 'om-default', seed, stretch);
  return Array.from({ length: 1_000 }, (_, index) => JSON.stringify(list.at(index)));
};

const frequencies = (draw: (random: Random) => number, keys: number, times: number): number[] => {
  const random = new Random('frequencies');
  const counts = Array<number>(keys).fill(0);
  for (let time = 0; time < times; time += 1) {
    const key = draw(random);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts.map((count) => count / times);
};

describe('the list of transactions', () => {
  it('is the same for the same seed and stretch, and another for another of either', () => {
    expect(thousand(7)).toEqual(thousand(7));
    expect(thousand(7)).not.toEqual(thousand(8));
    expect(thousand(7)).not.toEqual(thousand(7, 'b'));
  });

  it('is the same in whatever order it is drawn', () => {
    const list = new TransactionList(populationOf(7, scale, 'om-default'), 'om-default', 7, 'a');
    const backwards = Array.from({ length: 1_000 }, (_, back) => JSON.stringify(list.at(999 - back)));
    expect(backwards.toReversed()).toEqual(thousand(7));
  });

  it('holds to the mix in every hundred', () => {
    const types = thousand(3).map((text) => (JSON.parse(text) as { type: string }).type);
    for (const start of [0, 100, 900]) {
      const hundred = types.slice(start, start + 100);
      const count = (type: string): number => hundred.filter((one) => one === type).length;
      expect({
        checkout: count('checkout'),
        dashboard: count('dashboard'),
        update: count('price-update'),
        replace: count('replace'),
        delivery: count('delivery'),
      }).toEqual({ checkout: 30, dashboard: 5, update: 3, replace: 2, delivery: 60 });
    }
  });

  it('deals them out evenly: every twenty hold six checkouts, twelve deliveries, a look at a dashboard and a change of a product', () => {
    const types = thousand(3).map((text) => (JSON.parse(text) as { type: string }).type);
    const hands = Array.from({ length: 50 }, (_, hand) => types.slice(hand * 20, hand * 20 + 20));
    for (const hand of hands) {
      const count = (...wanted: string[]): number => hand.filter((one) => wanted.includes(one)).length;
      expect([
        ...[count('checkout'), count('delivery'), count('dashboard')],
        count('price-update', 'replace'),
      ]).toEqual([6, 12, 1, 1]);
    }
    expect(new Set(hands.map((hand) => hand.join())).size).toBe(50); // each in another order
  });

  it('fills carts with one to ten different products, one to ten pieces each, and a voucher of 10 % on about every 20th', () => {
    const population = populationOf(1, scale, 'om-checkout');
    const list = new TransactionList(population, 'om-checkout', 1, 'a');
    const sessions = Array.from({ length: 2_000 }, (_, index) => list.at(index)).flatMap((one) =>
      one.type === 'checkout' ? [one] : [],
    );
    expect(sessions).toHaveLength(2_000);
    const prices = new Map(population.products.map(({ id, priceCents }) => [id, priceCents]));
    const items = sessions.flatMap((session) => session.items);
    const sizes = new Set(sessions.map((session) => session.items.length));
    expect([...sizes].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(items.map(({ quantity }) => quantity)).size).toBe(10);
    for (const session of sessions)
      expect(new Set(session.items.map(({ productId }) => productId)).size).toBe(session.items.length);
    const vouchers = items.filter(({ voucherCents }) => voucherCents > 0);
    expect(vouchers.length / items.length).toBeCloseTo(0.05, 1);
    for (const { productId, quantity, voucherCents } of vouchers)
      expect(voucherCents).toBe(Math.floor(((prices.get(productId) ?? 0) * quantity) / 10));
  });

  it('raises prices by 1 to 9 %, often of what was just put into a cart', () => {
    const drawn = thousand(5).map((text) => JSON.parse(text) as { type: string; raise: number });
    const updates = drawn.filter(({ type }) => type === 'price-update');
    expect(updates).toHaveLength(30);
    for (const { raise } of updates) expect([1, 2, 3, 4, 5, 6, 7, 8, 9]).toContain(raise);
  });
});

describe('choosing keys', () => {
  it('follows the law of Zipf: the r-th key comes with a probability in proportion to r^-0.99', () => {
    const keys = 100;
    const weights = Array.from({ length: keys }, (_, index) => (index + 1) ** -0.99);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const seen = frequencies(zipfKeys(keys, 0.99), keys, 200_000);
    for (const [index, weight] of weights.entries()) {
      const expected = weight / sum;
      // Five standard deviations of a share of so many draws.
      expect(Math.abs((seen[index] ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected / 200_000));
    }
  });

  it('is even where nothing is skewed', () => {
    for (const share of frequencies(uniformKeys(20), 20, 100_000))
      expect(Math.abs(share - 0.05)).toBeLessThan(5 * Math.sqrt(0.05 / 100_000));
  });

  it('keeps the frequencies when the keys are scattered', () => {
    const order = new Random(1).shuffled(Array.from({ length: 50 }, (_, index) => index));
    const plain = frequencies(zipfKeys(50, 0.99), 50, 10_000);
    const moved = frequencies(scattered(zipfKeys(50, 0.99), order), 50, 10_000);
    expect(order.map((key) => moved[key])).toEqual(plain);
  });
});

describe('the population', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(populationOf(1, scale, 'om-default')).toEqual(populationOf(1, scale, 'om-default'));
    expect(populationOf(1, scale, 'om-default').customers).not.toEqual(
      populationOf(2, scale, 'om-default').customers,
    );
  });

  it('has ten products per seller, rounded up, and different ids', () => {
    const { customers, sellers, products, initialStock } = populationOf(
      1,
      { customers: 7, products: 15 },
      'om-default',
    );
    expect([customers.length, sellers.length, products.length]).toEqual([7, 2, 15]);
    expect(new Set([...customers, ...sellers, ...products.map(({ id }) => id)]).size).toBe(24);
    expect([...initialStock.values()]).toEqual(Array(15).fill(10_000));
  });

  it('is scarce where that is asked for', () => {
    const units = [...populationOf(1, scale, 'om-scarce').initialStock.values()];
    expect([Math.min(...units) >= 5, Math.max(...units) <= 50, new Set(units).size > 10]).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('the provider', () => {
  it('declines 5 to 20 % for om-payfail and nothing otherwise', () => {
    const rates = Array.from(
      { length: 200 },
      (_, seed) => providerBehaviourOf('om-payfail', seed).declineRate,
    );
    expect([Math.min(...rates) >= 0.05, Math.max(...rates) <= 0.2, new Set(rates).size > 50]).toEqual([
      true,
      true,
      true,
    ]);
    expect(providerBehaviourOf('om-default', 9)).toEqual({ declineRate: 0, seed: 9 });
  });
});
