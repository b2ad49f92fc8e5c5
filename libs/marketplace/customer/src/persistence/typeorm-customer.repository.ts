import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { insertNew, UnitOfWork } from '@platform/persistence';
import { In } from 'typeorm';

import type { CustomerData } from '../contract/index.js';
import { Customer } from '../domain/customer.js';
import { CustomerRepository } from '../domain/customer.repository.js';
import { CustomerEntity } from './customer.entity.js';

type CustomerRow = CustomerData & { readonly version: number };

/** Keeps a row per customer; the log is its outbox. */
@Injectable()
export class TypeOrmCustomerRepository extends CustomerRepository {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly log: EventLog,
  ) {
    super();
  }

  override async find(id: string): Promise<Customer | undefined> {
    const row = await this.unit.entities.findOneBy(CustomerEntity, { customerId: id });
    return row ? restore(row) : undefined;
  }

  override async load(id: string): Promise<Customer> {
    return (await this.loadAll([id])).get(id) ?? Customer.unknown(id);
  }

  override async loadAll(ids: readonly string[]): Promise<ReadonlyMap<string, Customer>> {
    const customers = new Map(ids.map((id) => [id, Customer.unknown(id)]));
    if (ids.length === 0) return customers;
    const rows = await this.unit.entities.find(CustomerEntity, {
      where: { customerId: In([...customers.keys()]) },
      order: { customerId: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    for (const row of rows) customers.set(row.customerId, restore(row));
    return customers;
  }

  override async save(customers: Iterable<Customer>): Promise<void> {
    const registered: CustomerRow[] = [];
    const changed: CustomerRow[] = [];
    for (const customer of customers) {
      const events = customer.pullEvents();
      if (events.length === 0) continue;
      const row = { ...customer.data, version: customer.version };
      (customer.version === events.length ? registered : changed).push(row);
      this.log.append(`customer-${customer.id}`, events);
    }
    const { entities } = this.unit;
    await insertNew(entities, CustomerEntity, registered.sort(byId));
    // Their rows are locked, so each of them is there to be updated.
    if (changed.length > 0) await entities.upsert(CustomerEntity, changed.sort(byId), ['customerId']);
  }
}

function restore({ version, customerId, name, email, address }: CustomerRow): Customer {
  return Customer.restore({ customerId, name, email, address }, version);
}

function byId(a: CustomerRow, b: CustomerRow): number {
  return a.customerId < b.customerId ? -1 : 1;
}
