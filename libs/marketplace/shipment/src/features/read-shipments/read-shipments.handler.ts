import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';

import type { ShipmentView } from '../../contract/index.js';
import { ReadShipments } from './read-shipments.query.js';
import { ShipmentViews } from './shipment-views.js';

@QueryHandler(ReadShipments)
export class ReadShipmentsHandler implements IQueryHandler<ReadShipments> {
  constructor(private readonly views: ShipmentViews) {}

  execute({ orderId }: ReadShipments): Promise<ShipmentView[]> {
    return this.views.ofOrder(orderId);
  }
}
