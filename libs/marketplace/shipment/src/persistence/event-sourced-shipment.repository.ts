import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import type { Shipment } from '../domain/shipment.js';
import { type OpenPackage, ShipmentRepository } from '../domain/shipment.repository.js';
import { OpenPackages } from './open-packages.js';
import { takeTurnSql } from './shipment.sql.js';
import { shipmentStreams, type ShipmentStreams } from './shipment-streams.js';

/** Shipments as streams. Whose open package is the oldest is no shipment's: that is an inline projection. */
@Injectable()
export class EventSourcedShipmentRepository extends ShipmentRepository {
  private readonly streams: ShipmentStreams;
  private readonly open: OpenPackages;
  private readonly turnSql: string;

  constructor(
    private readonly uow: UnitOfWork,
    log: EventLog,
  ) {
    super();
    this.streams = shipmentStreams(uow, log);
    this.open = new OpenPackages(uow);
    this.turnSql = takeTurnSql(`"${uow.schema}"`);
  }

  override async add(shipment: Shipment): Promise<boolean> {
    const known = await this.streams.find([shipment.id]);
    if (known.size > 0) return false;
    // Who adds it at the same moment expects an empty stream, too: one of the two is begun again and finds it here.
    await this.save([shipment]);
    return true;
  }

  override async load(orderIds: readonly string[]): Promise<Shipment[]> {
    const found = await this.streams.load([...new Set(orderIds)]);
    return [...found.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
  }

  override save(shipments: readonly Shipment[]): Promise<void> {
    const events = shipments.flatMap((shipment) =>
      this.streams.save(shipment, shipment.state.status === 'delivered'),
    );
    this.open.follow(events);
    return Promise.resolve();
  }

  override async takeDeliveryTurn(): Promise<void> {
    await this.uow.query(this.turnSql);
  }

  override oldestOpenPackages(sellers: number): Promise<OpenPackage[]> {
    return this.open.oldest(sellers);
  }
}
