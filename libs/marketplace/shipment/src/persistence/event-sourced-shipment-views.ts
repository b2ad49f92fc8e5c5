import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import type { ShipmentView } from '../contract/index.js';
import { ShipmentViews } from '../features/read-shipments/shipment-views.js';
import { shipmentStreams, type ShipmentStreams } from './shipment-streams.js';

/** An order has one shipment, identified by the order: its stream is all there is to read. */
@Injectable()
export class EventSourcedShipmentViews extends ShipmentViews {
  private readonly streams: ShipmentStreams;

  constructor(
    private readonly uow: UnitOfWork,
    log: EventLog,
  ) {
    super();
    this.streams = shipmentStreams(uow, log);
  }

  override async ofOrder(orderId: string): Promise<ShipmentView[]> {
    const found = await this.uow.read(() => this.streams.find([orderId]));
    return [...found.values()].map(({ state: { status, packages } }) => ({
      orderId,
      status,
      packages: [...packages],
    }));
  }
}
