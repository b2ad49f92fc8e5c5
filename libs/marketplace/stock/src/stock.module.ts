import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventSourcingModule } from '@platform/event-sourcing';
import { IdempotencyModule } from '@platform/http';
import { MessagingModule } from '@platform/messaging';
import { type Persistence, PersistenceModule } from '@platform/persistence';

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
  EventSourcedOrderStock,
  EventSourcedStockRepository,
  migrations,
  ReservationLines,
  ReservationSweep,
  SqlOrderStock,
  TypeOrmStockRepository,
} from './persistence/index.js';

const name = 'stock';

interface Keeping {
  readonly stocks: Type<StockRepository>;
  readonly orderStock: Type<OrderStock>;
  readonly imports: () => DynamicModule[];
}

const keeping: Readonly<Record<Persistence, Keeping>> = {
  state: { stocks: TypeOrmStockRepository, orderStock: SqlOrderStock, imports: () => [] },
  events: {
    stocks: EventSourcedStockRepository,
    orderStock: EventSourcedOrderStock,
    imports: () => [EventSourcingModule.forModule({ name, inline: (unit) => [new ReservationLines(unit)] })],
  },
};

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
  ],
})
export class StockModule {
  /** @param persistence whether the stock of a product is a row, or a stream of the module's log */
  static keptAs(persistence: Persistence): DynamicModule {
    const { stocks, orderStock, imports } = keeping[persistence];
    return {
      module: StockModule,
      imports: imports(),
      providers: [
        { provide: StockRepository, useClass: stocks },
        { provide: OrderStock, useClass: orderStock },
      ],
    };
  }
}
