import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { IdempotencyModule } from '@platform/http';
import { MessagingModule } from '@platform/messaging';
import { PersistenceModule } from '@platform/persistence';

import { OrderStock } from './domain/order-stock.js';
import { StockRepository } from './domain/stock.repository.js';
import { ConfirmStockHandler } from './features/confirm-stock/confirm-stock.handler.js';
import { FollowProductHandler } from './features/follow-product/follow-product.handler.js';
import { GetStockController } from './features/get-stock/get-stock.controller.js';
import { GetStockHandler } from './features/get-stock/get-stock.handler.js';
import { ReleaseStockHandler } from './features/release-stock/release-stock.handler.js';
import { ReserveStockHandler } from './features/reserve-stock/reserve-stock.handler.js';
import { SetStockController } from './features/set-stock/set-stock.controller.js';
import { SetStockHandler } from './features/set-stock/set-stock.handler.js';
import { SetStocksController } from './features/set-stocks/set-stocks.controller.js';
import { SetStocksHandler } from './features/set-stocks/set-stocks.handler.js';
import { ProductFollowerConsumer } from './integration/product-follower.consumer.js';
import {
  entities,
  migrations,
  ReservationSweep,
  SqlOrderStock,
  TypeOrmStockRepository,
} from './persistence/index.js';

const name = 'stock';

/** How many pieces of each product there are, and who holds them. */
@Module({
  imports: [
    CqrsModule,
    PersistenceModule.forModule({ name, entities, migrations }),
    MessagingModule.forModule({ name }),
    IdempotencyModule.forModule({ name }),
  ],
  controllers: [GetStockController, SetStockController, SetStocksController, ProductFollowerConsumer],
  providers: [
    GetStockHandler,
    SetStockHandler,
    SetStocksHandler,
    FollowProductHandler,
    ReserveStockHandler,
    ReleaseStockHandler,
    ConfirmStockHandler,
    ReservationSweep,
    { provide: StockRepository, useClass: TypeOrmStockRepository },
    { provide: OrderStock, useClass: SqlOrderStock },
  ],
})
export class StockModule {}
