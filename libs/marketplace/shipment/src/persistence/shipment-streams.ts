import { AggregateStreams } from '@platform/event-sourcing';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { ShipmentEvent } from '../contract/index.js';
import { Shipment } from '../domain/shipment.js';
import type { ShipmentState } from '../domain/shipment-state.js';

/** Three events and one per package: only an order of a hundred lines comes to a snapshot. */
const SNAPSHOTS = { every: 100, stateVersion: 1 };

export type ShipmentStreams = AggregateStreams<ShipmentState, ShipmentEvent, Shipment>;

export function shipmentStreams(unit: UnitOfWork, log: EventLog): ShipmentStreams {
  return new AggregateStreams(unit, log, {
    stream: 'shipment',
    revive: (id, snapshot) => new Shipment(id, snapshot?.state, snapshot?.version),
    snapshots: SNAPSHOTS,
  });
}
