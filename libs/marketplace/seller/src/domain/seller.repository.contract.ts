import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { Seller } from './seller.js';
import { someSeller } from './seller.fixture.js';
import type { SellerRepository } from './seller.repository.js';

export interface SellerRepositoryUnderTest {
  readonly unit: UnitOfWork;
  readonly log: EventLog;
  readonly sellers: SellerRepository;
  close(): Promise<void>;
}

/** What every implementation of the port keeps to. */
export function sellerRepositoryContract(open: () => Promise<SellerRepositoryUnderTest>): void {
  describe('keeps sellers', () => {
    let t: SellerRepositoryUnderTest;
    beforeAll(async () => {
      t = await open();
    });
    afterAll(() => t.close());

    const change = (id: string, work: (seller: Seller) => void) =>
      t.unit.run(async () => {
        const seller = await t.sellers.load(id);
        work(seller);
        await t.sellers.save([seller]);
      });
    const find = (id: string) => t.unit.read(() => t.sellers.find(id));

    it('finds nothing and loads an unknown seller where there is none', async () => {
      const id = newId();
      expect(await find(id)).toBeUndefined();
      const seller = await t.unit.run(() => t.sellers.load(id));
      expect([seller.id, seller.state, seller.version]).toEqual([id, null, 0]);
    });

    it('gives back what was saved, at the version of the stream, with nothing recorded', async () => {
      const id = newId();
      const details = someSeller({ name: 'Žofie "Ö" O\'Neill' });
      await change(id, (seller) => seller.put(someSeller()));
      await change(id, (seller) => seller.put(details));
      const found = await find(id);
      expect([found?.data, found?.version, found?.pullEvents()]).toEqual([
        { sellerId: id, ...details },
        2,
        [],
      ]);
      const recorded = await t.unit.read(() => t.log.read(`seller-${id}`));
      expect(recorded.map(({ type, streamVersion }) => [streamVersion, type])).toEqual([
        [1, 'seller.registered'],
        [2, 'seller.changed'],
      ]);
      expect(recorded[1]?.data).toEqual(found?.state);
    });

    it('saves many at once, new ones and known ones, and skips those that nothing happened to', async () => {
      const [known, idle, fresh] = [newId(), newId(), newId()];
      for (const id of [known, idle]) await change(id, (seller) => seller.put(someSeller()));
      await t.unit.run(async () => {
        const sellers = await t.sellers.loadAll([fresh, known, idle, known]);
        expect([...sellers.keys()].sort()).toEqual([known, idle, fresh].sort());
        for (const id of [fresh, known]) sellers.get(id)?.put(someSeller());
        await t.sellers.save(sellers.values());
      });
      const versions = await Promise.all([known, idle, fresh].map(async (id) => (await find(id))?.version));
      expect(versions).toEqual([2, 1, 1]);
    });

    it('forgets with the unit of work', async () => {
      const id = newId();
      const failing = t.unit.run(async () => {
        const seller = await t.sellers.load(id);
        seller.put(someSeller());
        await t.sellers.save([seller]);
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await find(id)).toBeUndefined();
    });

    it('loses no change of many that happen at once', async () => {
      const id = newId();
      await change(id, (seller) => seller.put(someSeller({ name: '*' })));
      const lengthen = () =>
        change(id, (seller) => seller.put({ ...seller.data, name: `${seller.data.name}*` }));
      await Promise.all(Array.from({ length: 10 }, lengthen));
      const found = await find(id);
      expect([found?.data.name.length, found?.version]).toEqual([11, 11]);
    });
  });
}
