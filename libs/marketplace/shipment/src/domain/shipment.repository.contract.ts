import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import { Shipment } from './shipment.js';
import type { OpenPackage, ShipmentRepository } from './shipment.repository.js';

export interface RepositoryUnderTest {
  readonly repository: ShipmentRepository;
  readonly unit: UnitOfWork;
  readonly log: EventLog;
  /** Removes every shipment. */
  empty(): Promise<void>;
}

const address = { street: 'Main 1', city: 'Springfield', region: 'OR', postalCode: '97477', country: 'US' };

/** What every implementation of {@link ShipmentRepository} promises. */
export function shipmentRepositoryContract(open: () => Promise<RepositoryUnderTest>): void {
  describe('a repository of shipments', () => {
    let tested: RepositoryUnderTest;

    beforeAll(async () => {
      tested = await open();
    });
    beforeEach(() => tested.empty());

    const run = <T>(work: (shipments: ShipmentRepository) => Promise<T>) =>
      tested.unit.run(() => work(tested.repository));
    /** Adds a shipment with a package for each seller, each in a unit of its own. */
    const ship = async (...sellers: string[]): Promise<Shipment> => {
      const packages = sellers.map((sellerId) => ({
        id: newId(),
        productId: newId(),
        sellerId,
        quantity: 3,
      }));
      const shipment = Shipment.create(newId(), newId(), address, packages);
      await run((shipments) => shipments.add(shipment));
      return shipment;
    };
    const packageOf = (shipment: Shipment, index: number): OpenPackage => {
      const parcel = shipment.state.packages[index];
      if (!parcel) throw new Error(`The shipment has no package ${index}.`);
      return { sellerId: parcel.sellerId, orderId: shipment.id, packageId: parcel.id };
    };
    const deliver = ({ orderId, packageId }: OpenPackage) =>
      run(async (shipments) => {
        const found = await shipments.load([orderId]);
        for (const shipment of found) shipment.deliver(packageId);
        await shipments.save(found);
      });
    const oldest = (sellers = 10) => run((shipments) => shipments.oldestOpenPackages(sellers));

    it('gives back what was stored, packages in their order', async () => {
      const shipment = await ship(newId(), newId());
      const [found] = await run((shipments) => shipments.load([shipment.id]));
      expect(found?.state).toEqual(shipment.state);
      expect(found?.version).toBe(1);
      expect(await run((shipments) => shipments.load([newId()]))).toEqual([]);
    });

    it('adds one shipment per order: the second changes nothing and publishes nothing', async () => {
      const shipment = await ship(newId());
      const again = Shipment.create(shipment.id, newId(), address, []);
      expect(await run((shipments) => shipments.add(again))).toBe(false);
      const [found] = await run((shipments) => shipments.load([shipment.id]));
      expect(found?.state).toEqual(shipment.state);
      expect(await tested.unit.read(() => tested.log.read(`shipment-${shipment.id}`))).toHaveLength(1);
    });

    it('adds one shipment when the same order is shipped many times at once', async () => {
      const orderId = newId();
      const packages = () => [{ id: newId(), productId: newId(), sellerId: newId(), quantity: 1 }];
      const add = () =>
        run((shipments) => shipments.add(Shipment.create(orderId, newId(), address, packages())));
      const added = await Promise.all([add(), add(), add(), add()]);
      expect(added.filter(Boolean)).toHaveLength(1);
      expect(await tested.unit.read(() => tested.log.read(`shipment-${orderId}`))).toHaveLength(1);
      expect(await oldest()).toHaveLength(1);
    });

    it('knows what was stored in the unit that is still open', async () => {
      const [seller, other] = [newId(), newId()];
      const shipment = Shipment.create(newId(), newId(), address, [
        { id: newId(), productId: newId(), sellerId: seller, quantity: 1 },
        { id: newId(), productId: newId(), sellerId: other, quantity: 1 },
      ]);
      const left = await run(async (shipments) => {
        await shipments.add(shipment);
        expect(await shipments.add(Shipment.create(shipment.id, newId(), address, []))).toBe(false);
        const [first] = await shipments.oldestOpenPackages(1);
        const found = await shipments.load([shipment.id]);
        for (const one of found) one.deliver(first?.packageId ?? '');
        await shipments.save(found);
        return shipments.oldestOpenPackages(10);
      });
      expect(left).toEqual([packageOf(shipment, 1)]);
      const [found] = await run((shipments) => shipments.load([shipment.id]));
      expect([found?.version, found?.state.status]).toEqual([3, 'in-transit']);
    });

    it('stores several shipments and publishes what happened to each, in order', async () => {
      const seller = newId();
      const [one, other] = [await ship(seller, seller), await ship(seller)];
      await run(async (shipments) => {
        const found = await shipments.load([one.id, other.id]);
        expect(found.map(({ id }) => id)).toEqual([one.id, other.id].sort());
        for (const shipment of found) shipment.deliver(shipment.state.packages[0]?.id ?? '');
        await shipments.save(found);
      });
      const found = await run((shipments) => shipments.load([one.id, other.id]));
      const byId = new Map(found.map((shipment) => [shipment.id, shipment]));
      expect(byId.get(one.id)?.state.packages.map(({ status }) => status)).toEqual(['delivered', 'shipped']);
      expect([byId.get(one.id)?.state.status, byId.get(other.id)?.state.status]).toEqual([
        'in-transit',
        'delivered',
      ]);
      expect(byId.get(other.id)?.version).toBe(4);
      const events = await tested.unit.read(() => tested.log.read(`shipment-${other.id}`));
      expect(events.map(({ type, streamVersion }) => [streamVersion, type])).toEqual([
        [1, 'shipment.created'],
        [2, 'shipment.package-delivered'],
        [3, 'shipment.in-transit'],
        [4, 'shipment.delivered'],
      ]);
    });

    it("finds each seller's oldest open package, sellers with the oldest one first", async () => {
      const [anna, ben, cleo] = [newId(), newId(), newId()];
      const first = await ship(ben, anna);
      const second = await ship(anna, cleo);
      expect(await oldest()).toEqual([packageOf(first, 0), packageOf(first, 1), packageOf(second, 1)]);
      await deliver(packageOf(first, 1));
      expect(await oldest()).toEqual([packageOf(first, 0), packageOf(second, 0), packageOf(second, 1)]);
      expect(await oldest(2)).toEqual([packageOf(first, 0), packageOf(second, 0)]);
    });

    it('finds a seller behind any number of orders of somebody else', async () => {
      const [busy, rare] = [newId(), newId()];
      const first = await ship(busy);
      for (let n = 0; n < 100; n += 1) await ship(busy);
      const last = await ship(rare);
      expect(await oldest()).toEqual([packageOf(first, 0), packageOf(last, 0)]);
    });

    it('finds nothing when everything has been delivered', async () => {
      const shipment = await ship(newId());
      await deliver(packageOf(shipment, 0));
      expect(await oldest()).toEqual([]);
    });
  });
}
