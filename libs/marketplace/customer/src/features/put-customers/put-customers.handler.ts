import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type BatchResult, runBatch } from '@platform/http';
import { UnitOfWork } from '@platform/persistence';

import { Customer } from '../../domain/customer.js';
import { CustomerRepository } from '../../domain/customer.repository.js';
import { putCustomerItem } from '../put-customer/customer-body.js';
import { PutCustomers } from './put-customers.command.js';

const identified = putCustomerItem.pick({ id: true });

@CommandHandler(PutCustomers)
export class PutCustomersHandler implements ICommandHandler<PutCustomers> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly customers: CustomerRepository,
  ) {}

  execute({ items }: PutCustomers): Promise<BatchResult> {
    return this.unit.run(async () => {
      const ids = items.flatMap((item) => identified.safeParse(item).data?.id ?? []);
      const customers = await this.customers.loadAll(ids);
      const result = await runBatch(items, putCustomerItem, ({ id, ...details }) => {
        // Every item that is valid has an id, and every id was loaded.
        (customers.get(id) as Customer).put(details);
        return Promise.resolve();
      });
      await this.customers.save(customers.values());
      return result;
    });
  }
}
