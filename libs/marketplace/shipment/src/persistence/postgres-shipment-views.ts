import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import type { ShipmentView } from '../contract/index.js';
import { ShipmentViews } from '../features/read-shipments/shipment-views.js';
import { packagesOf } from './shipment.sql.js';

@Injectable()
export class PostgresShipmentViews extends ShipmentViews {
  private readonly sql: string;

  constructor(private readonly uow: UnitOfWork) {
    super();
    const s = `"${uow.schema}"`;
    this.sql = `SELECT h.order_id AS "orderId", h.status, ${packagesOf(s)} FROM ${s}.shipment h WHERE h.order_id = $1`;
  }

  override ofOrder(orderId: string): Promise<ShipmentView[]> {
    return this.uow.read(() => this.uow.query<ShipmentView>(this.sql, [orderId]));
  }
}
