import { AggregateStreams } from '@platform/event-sourcing';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { StockEvent } from '../contract/index.js';
import { Stock, type StockState } from '../domain/stock.js';

/** Two events for every order that takes pieces: a product that sells well would soon be read for longer than it is changed. */
const SNAPSHOTS = { every: 50, stateVersion: 1 };

export type StockStreams = AggregateStreams<StockState | null, StockEvent, Stock>;

export function stockStreams(unit: UnitOfWork, log: EventLog): StockStreams {
  return new AggregateStreams(unit, log, {
    stream: 'stock',
    revive: (id, snapshot) =>
      snapshot?.state ? Stock.restore(id, snapshot.state, snapshot.version) : Stock.unknown(id),
    snapshots: SNAPSHOTS,
  });
}
