import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { IdempotencyModule } from '@platform/http';
import { MessagingModule } from '@platform/messaging';
import { PersistenceModule } from '@platform/persistence';

import { CustomerRepository } from './domain/customer.repository.js';
import { OrderCounters } from './domain/order-counters.js';
import { GetCustomerController } from './features/get-customer/get-customer.controller.js';
import { GetCustomerHandler } from './features/get-customer/get-customer.handler.js';
import { PutCustomerController } from './features/put-customer/put-customer.controller.js';
import { PutCustomerHandler } from './features/put-customer/put-customer.handler.js';
import { PutCustomersController } from './features/put-customers/put-customers.controller.js';
import { PutCustomersHandler } from './features/put-customers/put-customers.handler.js';
import { OrderCountersConsumer } from './integration/order-counters.consumer.js';
import { entities, migrations, SqlOrderCounters, TypeOrmCustomerRepository } from './persistence/index.js';

const name = 'customer';

/** Who buys, and how many of their orders were paid, failed and delivered. */
@Module({
  imports: [
    CqrsModule,
    PersistenceModule.forModule({ name, entities, migrations }),
    MessagingModule.forModule({ name }),
    IdempotencyModule.forModule({ name }),
  ],
  controllers: [GetCustomerController, PutCustomerController, PutCustomersController, OrderCountersConsumer],
  providers: [
    GetCustomerHandler,
    PutCustomerHandler,
    PutCustomersHandler,
    { provide: CustomerRepository, useClass: TypeOrmCustomerRepository },
    { provide: OrderCounters, useClass: SqlOrderCounters },
  ],
})
export class CustomerModule {}
