import { describe, expect, it } from '@jest/globals';
import { LateParcel } from './late-parcel.js';
import type { Shop } from './shop.js';

/** A marketplace whose runs of deliveries complete one shipment each, as long as there are any. */
function shopWith(shipments: readonly string[]) {
  const log: string[] = ['an-earlier-one'];
  const waiting = [...shipments];
  const known = new Set(log);
  let runs = 0;
  const seat = {
    expect: (_method: string, path: string) => {
      if (path === '/shipments/deliveries') {
        runs += 1;
        const next = waiting.shift();
        if (next !== undefined) log.push(next);
        return Promise.resolve({});
      }
      const status = known.has(path.replace('/orders/', '')) ? 'delivered' : 'in-transit';
      return Promise.resolve({ status });
    },
    rows: (_module: string, sql: string, [position]: readonly string[]) =>
      Promise.resolve(
        sql.includes('max(position)')
          ? [{ position: String(log.length) }]
          : log.slice(Number(position), Number(position) + 1).map((id) => ({ id })),
      ),
  };
  const shop = {
    seat,
    seller: () => Promise.resolve('seller'),
    details: () => ({}),
    offer: () => Promise.resolve('offer'),
    shopper: (...offers: readonly string[]) => Promise.resolve(`customer with ${offers.length}`),
    checkOut: () => Promise.resolve({ status: 201 }),
  };
  return { shop: shop as unknown as Shop, known, runs: () => runs };
}

describe('a parcel that is on its way when a fault begins', () => {
  it('is known as delivered only by what was delivered since, whoever it was for', async () => {
    const { shop, known } = shopWith(['of-the-load', 'own']);
    const parcel = await LateParcel.prepare(shop);
    await parcel.send(undefined);
    expect(await parcel.deliver()).toBe(true);
    expect(await parcel.isKnownToOrder()).toBe(false);
    known.add('of-the-load');
    expect(await parcel.isKnownToOrder()).toBe(true);
  });

  it('changes nothing where all was delivered before', async () => {
    const { shop } = shopWith([]);
    const parcel = await LateParcel.prepare(shop);
    expect(await parcel.deliver()).toBe(false);
  });

  it('is delivered once', async () => {
    const { shop, runs } = shopWith(['one', 'two']);
    const parcel = await LateParcel.prepare(shop);
    await parcel.deliver();
    const before = runs();
    expect(await parcel.deliver()).toBe(true);
    expect(runs()).toBe(before);
  });
});
