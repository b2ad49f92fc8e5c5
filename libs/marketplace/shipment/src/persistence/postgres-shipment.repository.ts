import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import type { PackageView, ShipmentStatus, ShippingAddress } from '../contract/index.js';
import { Shipment } from '../domain/shipment.js';
import { type OpenPackage, ShipmentRepository } from '../domain/shipment.repository.js';
import { oldestInWindowSql, oldestOfAllSql, WINDOW } from './open-packages.sql.js';
import { addShipmentSql, loadShipmentsSql, saveShipmentsSql, takeTurnSql } from './shipment.sql.js';

interface ShipmentRow {
  readonly orderId: string;
  readonly customerId: string;
  readonly address: ShippingAddress;
  readonly status: ShipmentStatus;
  readonly version: number;
  readonly packages: PackageView[];
}

/** Statements by hand: any number of shipments with their packages is loaded by one and stored by one. */
@Injectable()
export class PostgresShipmentRepository extends ShipmentRepository {
  private readonly addSql: string;
  private readonly loadSql: string;
  private readonly saveSql: string;
  private readonly turnSql: string;
  private readonly windowSql: string;
  private readonly allSql: string;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly log: EventLog,
  ) {
    super();
    const s = `"${uow.schema}"`;
    this.addSql = addShipmentSql(s);
    this.loadSql = loadShipmentsSql(s);
    this.saveSql = saveShipmentsSql(s);
    this.turnSql = takeTurnSql(s);
    this.windowSql = oldestInWindowSql(s);
    this.allSql = oldestOfAllSql(s);
  }

  override async add(shipment: Shipment): Promise<boolean> {
    const { customerId, address, status, packages } = shipment.state;
    const stored = await this.uow.query(this.addSql, [
      shipment.id,
      customerId,
      JSON.stringify(address),
      status,
      shipment.version,
      JSON.stringify(packages),
    ]);
    if (stored.length === 0) return false;
    this.publish(shipment);
    return true;
  }

  override async load(orderIds: readonly string[]): Promise<Shipment[]> {
    const rows = await this.uow.query<ShipmentRow>(this.loadSql, [orderIds]);
    return rows.map(({ orderId, version, ...state }) => new Shipment(orderId, state, version));
  }

  override async save(shipments: readonly Shipment[]): Promise<void> {
    const rows = shipments.map(({ id, version, state }) => ({ id, version, status: state.status }));
    const delivered = shipments.flatMap(({ id: orderId, state }) =>
      state.packages.flatMap(({ status }, index) =>
        status === 'delivered' ? [{ orderId, place: index + 1 }] : [],
      ),
    );
    await this.uow.query(this.saveSql, [JSON.stringify(rows), JSON.stringify(delivered)]);
    for (const shipment of shipments) this.publish(shipment);
  }

  override async takeDeliveryTurn(): Promise<void> {
    await this.uow.query(this.turnSql);
  }

  override async oldestOpenPackages(sellers: number): Promise<OpenPackage[]> {
    const rows = await this.uow.query<OpenPackage & { lookedAt: number }>(this.windowSql, [sellers]);
    const [first] = rows;
    const complete = rows.length === sellers || first === undefined || first.lookedAt < WINDOW;
    if (!complete) return this.uow.query<OpenPackage>(this.allSql, [sellers]);
    return rows.map(({ sellerId, orderId, packageId }) => ({ sellerId, orderId, packageId }));
  }

  private publish(shipment: Shipment): void {
    this.log.append(`shipment-${shipment.id}`, shipment.pullEvents(), {
      last: shipment.state.status === 'delivered',
    });
  }
}
