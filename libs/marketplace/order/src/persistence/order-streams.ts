import { AggregateStreams } from '@platform/event-sourcing';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { OrderEvent } from '../contract/index.js';
import { Order } from '../domain/order.js';
import type { OrderState } from '../domain/order-state.js';

/** An order has a handful of events: a snapshot would never be worth its row. */
const SNAPSHOTS = { every: 100, stateVersion: 1 };

export type OrderStreams = AggregateStreams<OrderState, OrderEvent, Order>;

export function orderStreams(unit: UnitOfWork, log: EventLog): OrderStreams {
  return new AggregateStreams(unit, log, {
    stream: 'order',
    revive: (id, snapshot) => new Order(id, snapshot?.state, snapshot?.version),
    snapshots: SNAPSHOTS,
  });
}
