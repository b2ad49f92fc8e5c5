import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { IdempotencyModule } from '@platform/http';
import { MessagingModule } from '@platform/messaging';
import { PersistenceModule } from '@platform/persistence';

import { ShipmentRepository } from './domain/shipment.repository.js';
import { CreateShipmentHandler } from './features/create-shipment/create-shipment.handler.js';
import { DeliverPackagesController } from './features/deliver-packages/deliver-packages.controller.js';
import { DeliverPackagesHandler } from './features/deliver-packages/deliver-packages.handler.js';
import { ReadShipmentsController } from './features/read-shipments/read-shipments.controller.js';
import { ReadShipmentsHandler } from './features/read-shipments/read-shipments.handler.js';
import { ShipmentViews } from './features/read-shipments/shipment-views.js';
import {
  CreateShipments1767225600000,
  PostgresShipmentRepository,
  PostgresShipmentViews,
} from './persistence/index.js';

const name = 'shipment';

@Module({
  imports: [
    CqrsModule,
    PersistenceModule.forModule({ name, migrations: [CreateShipments1767225600000] }),
    MessagingModule.forModule({ name }),
    IdempotencyModule.forModule({ name }),
  ],
  controllers: [ReadShipmentsController, DeliverPackagesController],
  providers: [
    CreateShipmentHandler,
    DeliverPackagesHandler,
    ReadShipmentsHandler,
    { provide: ShipmentRepository, useClass: PostgresShipmentRepository },
    { provide: ShipmentViews, useClass: PostgresShipmentViews },
  ],
})
export class ShipmentModule {}
