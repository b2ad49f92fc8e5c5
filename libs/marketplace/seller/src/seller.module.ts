import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { IdempotencyModule } from '@platform/http';
import { MessagingModule } from '@platform/messaging';
import { PersistenceModule } from '@platform/persistence';

import { DashboardEntries } from './domain/dashboard-entries.js';
import { SellerRepository } from './domain/seller.repository.js';
import { GetDashboardController } from './features/get-dashboard/get-dashboard.controller.js';
import { GetDashboardHandler } from './features/get-dashboard/get-dashboard.handler.js';
import { GetSellerController } from './features/get-seller/get-seller.controller.js';
import { GetSellerHandler } from './features/get-seller/get-seller.handler.js';
import { PutSellerController } from './features/put-seller/put-seller.controller.js';
import { PutSellerHandler } from './features/put-seller/put-seller.handler.js';
import { PutSellersController } from './features/put-sellers/put-sellers.controller.js';
import { PutSellersHandler } from './features/put-sellers/put-sellers.handler.js';
import { DashboardConsumer } from './integration/dashboard.consumer.js';
import { entities, migrations, SqlDashboardEntries, TypeOrmSellerRepository } from './persistence/index.js';

const name = 'seller';

/** Who sells, and what is open for them: approved orders that are not delivered yet. */
@Module({
  imports: [
    CqrsModule,
    PersistenceModule.forModule({ name, entities, migrations }),
    MessagingModule.forModule({ name }),
    IdempotencyModule.forModule({ name }),
  ],
  controllers: [
    GetSellerController,
    PutSellerController,
    PutSellersController,
    GetDashboardController,
    DashboardConsumer,
  ],
  providers: [
    GetSellerHandler,
    PutSellerHandler,
    PutSellersHandler,
    GetDashboardHandler,
    { provide: SellerRepository, useClass: TypeOrmSellerRepository },
    { provide: DashboardEntries, useClass: SqlDashboardEntries },
  ],
})
export class SellerModule {}
