import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@platform/persistence';

import { CustomerRepository } from '../../domain/customer.repository.js';
import { OrderCounters } from '../../domain/order-counters.js';
import { customerView } from '../customer-view.js';
import { PutCustomer } from './put-customer.command.js';

@CommandHandler(PutCustomer)
export class PutCustomerHandler implements ICommandHandler<PutCustomer> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly customers: CustomerRepository,
    private readonly counters: OrderCounters,
  ) {}

  execute({ id, details }: PutCustomer) {
    return this.unit.run(async () => {
      const customer = await this.customers.load(id);
      const outcome = customer.put(details);
      await this.customers.save([customer]);
      return { outcome, customer: customerView(customer.data, await this.counters.of(id)) };
    });
  }
}
