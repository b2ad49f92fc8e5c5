import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { problem } from '@platform/http';
import { UnitOfWork } from '@platform/persistence';

import type { CustomerView } from '../../contract/index.js';
import { CustomerRepository } from '../../domain/customer.repository.js';
import { OrderCounters } from '../../domain/order-counters.js';
import { customerView } from '../customer-view.js';
import { GetCustomer } from './get-customer.query.js';

@QueryHandler(GetCustomer)
export class GetCustomerHandler implements IQueryHandler<GetCustomer> {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly customers: CustomerRepository,
    private readonly counters: OrderCounters,
  ) {}

  execute({ id }: GetCustomer): Promise<CustomerView> {
    return this.unit.read(async () => {
      const customer = await this.customers.find(id);
      if (!customer) throw problem('not-found', `There is no customer ${id}.`);
      return customerView(customer.data, await this.counters.of(id));
    });
  }
}
