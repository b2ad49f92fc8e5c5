import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventSourcingModule } from '@platform/event-sourcing';
import { IdempotencyModule } from '@platform/http';
import { MessagingModule } from '@platform/messaging';
import { type Persistence, PersistenceModule } from '@platform/persistence';

import { ShipmentRepository } from './domain/shipment.repository.js';
import { CreateShipmentHandler } from './features/create-shipment/create-shipment.handler.js';
import { DeliverPackagesController } from './features/deliver-packages/deliver-packages.controller.js';
import { DeliverPackagesHandler } from './features/deliver-packages/deliver-packages.handler.js';
import { ReadShipmentsController } from './features/read-shipments/read-shipments.controller.js';
import { ReadShipmentsHandler } from './features/read-shipments/read-shipments.handler.js';
import { ShipmentViews } from './features/read-shipments/shipment-views.js';
import {
  CreateOpenPackages1767225600100,
  CreateShipments1767225600000,
  EventSourcedShipmentRepository,
  EventSourcedShipmentViews,
  OpenPackages,
  PostgresShipmentRepository,
  PostgresShipmentViews,
} from './persistence/index.js';

const name = 'shipment';

interface Keeping {
  readonly shipments: Type<ShipmentRepository>;
  readonly views: Type<ShipmentViews>;
  readonly imports: () => DynamicModule[];
}

const keeping: Readonly<Record<Persistence, Keeping>> = {
  state: { shipments: PostgresShipmentRepository, views: PostgresShipmentViews, imports: () => [] },
  events: {
    shipments: EventSourcedShipmentRepository,
    views: EventSourcedShipmentViews,
    imports: () => [EventSourcingModule.forModule({ name, inline: (unit) => [new OpenPackages(unit)] })],
  },
};

@Module({
  imports: [
    CqrsModule,
    PersistenceModule.forModule({
      name,
      migrations: [CreateShipments1767225600000, CreateOpenPackages1767225600100],
    }),
    MessagingModule.forModule({ name }),
    IdempotencyModule.forModule({ name }),
  ],
  controllers: [ReadShipmentsController, DeliverPackagesController],
  providers: [CreateShipmentHandler, DeliverPackagesHandler, ReadShipmentsHandler],
})
export class ShipmentModule {
  /** @param persistence whether shipments are rows, or streams of the module's log */
  static keptAs(persistence: Persistence): DynamicModule {
    const { shipments, views, imports } = keeping[persistence];
    return {
      module: ShipmentModule,
      imports: imports(),
      providers: [
        { provide: ShipmentRepository, useClass: shipments },
        { provide: ShipmentViews, useClass: views },
      ],
    };
  }
}
