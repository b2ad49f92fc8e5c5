import { Query } from '@nestjs/cqrs';

import type { ShipmentView } from '../../contract/index.js';

export class ReadShipments extends Query<ShipmentView[]> {
  constructor(readonly orderId: string) {
    super();
  }
}
