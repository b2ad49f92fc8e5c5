import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import { Product } from './product.js';
import { someDetails } from './product.fixture.js';
import type { ProductRepository } from './product.repository.js';

export interface ProductRepositoryUnderTest {
  readonly unit: UnitOfWork;
  readonly log: EventLog;
  readonly products: ProductRepository;
  close(): Promise<void>;
}

/** What every implementation of the port keeps to. */
export function productRepositoryContract(open: () => Promise<ProductRepositoryUnderTest>): void {
  describe('keeps products', () => {
    let t: ProductRepositoryUnderTest;
    beforeAll(async () => {
      t = await open();
    });
    afterAll(() => t.close());

    const change = (id: string, work: (product: Product) => void) =>
      t.unit.run(async () => {
        const product = await t.products.load(id);
        work(product);
        await t.products.save([product]);
      });
    const find = (id: string) => t.unit.read(() => t.products.find(id));

    it('finds nothing and loads an unknown product where there is none', async () => {
      const id = newId();
      expect(await find(id)).toBeUndefined();
      const product = await t.unit.run(() => t.products.load(id));
      expect([product.id, product.state, product.version]).toEqual([id, null, 0]);
    });

    it('gives back what was saved, at the same version, with nothing recorded', async () => {
      const id = newId();
      const details = someDetails({ priceCents: 9_007_199_254, description: '' });
      await change(id, (product) => product.put(details));
      const found = await find(id);
      expect(found?.data).toEqual({ productId: id, ...details, status: 'active', version: 1, revision: 1 });
      expect([found?.version, found?.pullEvents()]).toEqual([1, []]);
    });

    it('appends each event to the stream of its product, the version of the one being that of the other', async () => {
      const id = newId();
      await change(id, (product) => {
        product.put(someDetails());
        product.changePrice(1);
      });
      await change(id, (product) => product.delete());
      const recorded = await t.unit.read(() => t.log.read(`product-${id}`));
      expect(recorded.map(({ type, streamVersion }) => [streamVersion, type])).toEqual([
        [1, 'product.created'],
        [2, 'product.price-changed'],
        [3, 'product.deleted'],
      ]);
      const found = await find(id);
      expect([found?.version, found?.state]).toEqual([3, recorded[2]?.data]);
    });

    it('saves many at once, new ones and known ones, and skips those that nothing happened to', async () => {
      const [known, idle, fresh] = [newId(), newId(), newId()];
      for (const id of [known, idle]) await change(id, (product) => product.put(someDetails()));
      await t.unit.run(async () => {
        const products = await t.products.loadAll([fresh, known, idle, known]);
        expect([...products.keys()].sort()).toEqual([known, idle, fresh].sort());
        products.get(known)?.changePrice(1);
        products.get(fresh)?.put(someDetails());
        await t.products.save(products.values());
      });
      const versions = await Promise.all([known, idle, fresh].map(async (id) => (await find(id))?.version));
      expect(versions).toEqual([2, 1, 1]);
    });

    it('forgets with the unit of work', async () => {
      const id = newId();
      const failing = t.unit.run(async () => {
        const product = Product.unknown(id);
        product.put(someDetails());
        await t.products.save([product]);
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await find(id)).toBeUndefined();
      expect(await t.unit.read(() => t.log.read(`product-${id}`))).toEqual([]);
    });

    it('loses no change of many that happen at once', async () => {
      const id = newId();
      await change(id, (product) => product.put(someDetails({ priceCents: 0 })));
      const raise = () =>
        change(id, (product) => {
          product.changePrice(product.data.priceCents + 1);
        });
      await Promise.all(Array.from({ length: 10 }, raise));
      const found = await find(id);
      expect([found?.data.priceCents, found?.version]).toEqual([10, 11]);
    });
  });
}
