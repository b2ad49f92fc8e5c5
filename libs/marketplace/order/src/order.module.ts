import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventSourcingModule } from '@platform/event-sourcing';
import { MessagingModule } from '@platform/messaging';
import { type Persistence, PersistenceModule } from '@platform/persistence';

import { OrderReader } from './contract/index.js';
import { OrderRepository } from './domain/order.repository.js';
import { ApproveOrderHandler } from './features/approve-order/approve-order.handler.js';
import { ChangeOrder } from './features/change-order.js';
import { CloseOrderHandler } from './features/close-order/close-order.handler.js';
import { ListOrdersController } from './features/list-orders/list-orders.controller.js';
import { OpenOrderHandler } from './features/open-order/open-order.handler.js';
import { PlaceOrderHandler } from './features/place-order/place-order.handler.js';
import { OrderViews } from './features/read-order/order-views.js';
import { ReadOrderController } from './features/read-order/read-order.controller.js';
import { ReadOrdersInternallyController } from './features/read-order/read-orders-internally.controller.js';
import { UowOrderReader } from './features/read-order/uow-order-reader.js';
import { NoOrderPast } from './features/time-travel/no-order-past.js';
import { OrderHistoryController } from './features/time-travel/order-history.controller.js';
import { OrderPast } from './features/time-travel/order-past.js';
import { OrderChanges } from './features/watch-order/order-changes.js';
import { OrderEvents } from './features/watch-order/order-events.js';
import { WatchOrderController } from './features/watch-order/watch-order.controller.js';
import { ShipmentConsumer } from './integration/shipment.consumer.js';
import {
  CreateOrders1767225600000,
  CustomerNumbers,
  EventSourcedOrderPast,
  EventSourcedOrderRepository,
  EventSourcedOrderViews,
  orderListProjection,
  PostgresOrderRepository,
  PostgresOrderViews,
} from './persistence/index.js';

const name = 'order';

interface Keeping {
  readonly orders: Type<OrderRepository>;
  readonly views: Type<OrderViews>;
  readonly past: Type<OrderPast>;
  readonly imports: () => DynamicModule[];
}

const keeping: Readonly<Record<Persistence, Keeping>> = {
  state: {
    orders: PostgresOrderRepository,
    views: PostgresOrderViews,
    past: NoOrderPast,
    imports: () => [],
  },
  events: {
    orders: EventSourcedOrderRepository,
    views: EventSourcedOrderViews,
    past: EventSourcedOrderPast,
    imports: () => [
      EventSourcingModule.forModule({
        name,
        projections: (unit) => [orderListProjection(unit)],
        inline: (unit) => [new CustomerNumbers(unit)],
      }),
    ],
  },
};

// Global for the one thing it exports: whoever waits for an order asks for an `OrderReader` and cannot tell whose it is.
@Global()
@Module({
  imports: [
    CqrsModule,
    PersistenceModule.forModule({ name, migrations: [CreateOrders1767225600000] }),
    MessagingModule.forModule({ name }),
  ],
  controllers: [
    ReadOrderController,
    ReadOrdersInternallyController,
    ListOrdersController,
    OrderHistoryController,
    WatchOrderController,
    ShipmentConsumer,
  ],
  providers: [
    OpenOrderHandler,
    PlaceOrderHandler,
    CloseOrderHandler,
    ApproveOrderHandler,
    ChangeOrder,
    OrderChanges,
    OrderEvents,
    { provide: OrderReader, useClass: UowOrderReader },
  ],
  exports: [OrderReader],
})
export class OrderModule {
  /** @param persistence whether orders are rows, or streams of the module's log */
  static keptAs(persistence: Persistence): DynamicModule {
    const { orders, views, past, imports } = keeping[persistence];
    return {
      module: OrderModule,
      imports: imports(),
      providers: [
        { provide: OrderRepository, useClass: orders },
        { provide: OrderViews, useClass: views },
        { provide: OrderPast, useClass: past },
      ],
    };
  }
}
