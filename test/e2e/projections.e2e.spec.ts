import { isKeptAsEvents, projectionViolations } from '@comparison/checkers/stored';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { whereabouts } from '../support/e2e/command.js';
import { type Marketplace, type Product, sharedMarketplace } from '../support/e2e/index.js';
import { projectionDamages } from '../support/e2e/damages/index.js';
import { keptAsEvents } from '../support/e2e/persistence-of.js';
import { underTraffic } from '../support/e2e/workload/traffic.js';

/** Modules that have lists to be read from a projection, where they are kept as events. */
const listed = ['order', 'product'];

describe('modules that are kept as events', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  const violations = async () => projectionViolations(at.databases, await at.run());

  it('are those that the profile names, and no other', async () => {
    const modules = (await at.run()).databases.flatMap((database) => database.modules);
    const found: string[] = [];
    for (const module of modules) if (await isKeptAsEvents(at.databases, module)) found.push(module);
    expect(found.sort()).toEqual([...keptAsEvents()].sort());
  });

  it('are listed with their projections, and where there are none that is said', async () => {
    const { code, out } = await whereabouts(at.data, 'projections', 'list');
    const expected = listed.filter((module) => keptAsEvents().includes(module));
    expect([code, expected.filter((module) => !out.includes(`${module}_list`))]).toEqual([0, []]);
    expect(out === 'No module is kept as events.\n').toBe(expected.length === 0);
  });

  it.each(listed)('have the projections of %s made anew while people shop', async (module) => {
    const shop = await underTraffic(at, () => whereabouts(at.data, 'projections', 'rebuild', module));
    await at.quiescent();
    expect(shop.failed).toEqual([]);
    if (keptAsEvents().includes(module)) {
      expect([shop.result.code, shop.result.err]).toEqual([0, '']);
      expect(shop.result.out).toContain(`${module}.${module}_list: done, and read from now on`);
      expect(shop.orders).toBeGreaterThan(0);
    } else {
      expect([shop.result.code, shop.result.out]).toEqual([1, '']);
      expect(shop.result.err).toContain(`No module "${module}" of this service is kept as events.`);
    }
    expect(await violations()).toEqual([]);
  });

  it('would be noticed otherwise: whatever is made of events', async () => {
    await leaveSomethingOfEverything();
    expect(await violations()).toEqual([]);
    const run = await at.run();
    for (const { module, what, inEvents } of projectionDamages) {
      if (!keptAsEvents().includes(module)) continue;
      const noticed = await at.databases.damaged(module, inEvents, (reader) =>
        projectionViolations(reader, run),
      );
      expect([what, noticed[0]?.invariant]).toEqual([what, 'E1']);
    }
  });

  /** A parcel on its way, a cart that is not checked out, and streams that are long enough for a snapshot. */
  async function leaveSomethingOfEverything(): Promise<void> {
    const product = await at.shop.offer();
    await at.shop.order((await at.shop.shopper({ product })).id);
    const { id } = await at.shop.shopper({ product });
    for (let n = 1; n <= 60; n += 1) {
      await at.shop.setStock(product.id, 100 + n);
      await at.shop.putItem(id, { product, quantity: n });
    }
    for (let revision = 1; revision <= 110; revision += 1)
      await at.client.expect<Product>([200], 'PATCH', `/products/${product.id}`, {
        body: { priceCents: 1_000 + revision },
        headers: { 'if-match': `"${revision}"` },
      });
    await at.quiescent();
  }
});
