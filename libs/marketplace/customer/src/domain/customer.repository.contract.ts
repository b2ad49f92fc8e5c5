import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { Customer } from './customer.js';
import { someCustomer } from './customer.fixture.js';
import type { CustomerRepository } from './customer.repository.js';

export interface CustomerRepositoryUnderTest {
  readonly unit: UnitOfWork;
  readonly log: EventLog;
  readonly customers: CustomerRepository;
  close(): Promise<void>;
}

/** What every implementation of the port keeps to. */
export function customerRepositoryContract(open: () => Promise<CustomerRepositoryUnderTest>): void {
  describe('keeps customers', () => {
    let t: CustomerRepositoryUnderTest;
    beforeAll(async () => {
      t = await open();
    });
    afterAll(() => t.close());

    const change = (id: string, work: (customer: Customer) => void) =>
      t.unit.run(async () => {
        const customer = await t.customers.load(id);
        work(customer);
        await t.customers.save([customer]);
      });
    const find = (id: string) => t.unit.read(() => t.customers.find(id));

    it('finds nothing and loads an unknown customer where there is none', async () => {
      const id = newId();
      expect(await find(id)).toBeUndefined();
      const customer = await t.unit.run(() => t.customers.load(id));
      expect([customer.id, customer.state, customer.version]).toEqual([id, null, 0]);
    });

    it('gives back what was saved, at the version of the stream, with nothing recorded', async () => {
      const id = newId();
      const details = someCustomer({ name: 'Žofie "Ö" O\'Neill' });
      await change(id, (customer) => customer.put(someCustomer()));
      await change(id, (customer) => customer.put(details));
      const found = await find(id);
      expect([found?.data, found?.version, found?.pullEvents()]).toEqual([
        { customerId: id, ...details },
        2,
        [],
      ]);
      const recorded = await t.unit.read(() => t.log.read(`customer-${id}`));
      expect(recorded.map(({ type, streamVersion }) => [streamVersion, type])).toEqual([
        [1, 'customer.registered'],
        [2, 'customer.changed'],
      ]);
      expect(recorded[1]?.data).toEqual(found?.state);
    });

    it('saves many at once, new ones and known ones, and skips those that nothing happened to', async () => {
      const [known, idle, fresh] = [newId(), newId(), newId()];
      for (const id of [known, idle]) await change(id, (customer) => customer.put(someCustomer()));
      await t.unit.run(async () => {
        const customers = await t.customers.loadAll([fresh, known, idle, known]);
        expect([...customers.keys()].sort()).toEqual([known, idle, fresh].sort());
        for (const id of [fresh, known]) customers.get(id)?.put(someCustomer());
        await t.customers.save(customers.values());
      });
      const versions = await Promise.all([known, idle, fresh].map(async (id) => (await find(id))?.version));
      expect(versions).toEqual([2, 1, 1]);
    });

    it('forgets with the unit of work', async () => {
      const id = newId();
      const failing = t.unit.run(async () => {
        const customer = await t.customers.load(id);
        customer.put(someCustomer());
        await t.customers.save([customer]);
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(await find(id)).toBeUndefined();
    });

    it('loses no change of many that happen at once', async () => {
      const id = newId();
      await change(id, (customer) => customer.put(someCustomer({ name: '*' })));
      const lengthen = () =>
        change(id, (customer) => customer.put({ ...customer.data, name: `${customer.data.name}*` }));
      await Promise.all(Array.from({ length: 10 }, lengthen));
      const found = await find(id);
      expect([found?.data.name.length, found?.version]).toEqual([11, 11]);
    });
  });
}
