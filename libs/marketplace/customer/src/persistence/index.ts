import { CustomerEntity } from './customer.entity.js';
import { CreateCustomers1767225600000 } from './migrations/1767225600000-create-customers.js';
import { OrderCountEntity } from './order-count.entity.js';

export { SqlOrderCounters } from './sql-order-counters.js';
export { TypeOrmCustomerRepository } from './typeorm-customer.repository.js';

export const entities = [CustomerEntity, OrderCountEntity];
export const migrations = [CreateCustomers1767225600000];
