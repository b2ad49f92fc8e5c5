import { AggregateStreams } from '@platform/event-sourcing';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { PaymentEvent } from '../contract/index.js';
import { Payment, type PaymentState } from '../domain/payment.js';

/** A payment has an event or two: a snapshot would never be worth its row. */
const SNAPSHOTS = { every: 100, stateVersion: 1 };

export type PaymentStreams = AggregateStreams<PaymentState, PaymentEvent, Payment>;

export function paymentStreams(unit: UnitOfWork, log: EventLog): PaymentStreams {
  return new AggregateStreams(unit, log, {
    stream: 'payment',
    revive: (id, snapshot) => new Payment(id, snapshot?.state, snapshot?.version),
    snapshots: SNAPSHOTS,
  });
}

export function streamOf(orderId: string): string {
  return `payment-${orderId}`;
}
