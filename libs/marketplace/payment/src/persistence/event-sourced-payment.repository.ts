import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import type { ChargeData } from '../contract/index.js';
import { Charges } from '../domain/charges.js';
import { Payment } from '../domain/payment.js';
import {
  PaymentConcurrencyError,
  PaymentRepository,
  type PreparedAttempt,
} from '../domain/payment.repository.js';
import { RefundSignal } from '../features/refund-abandoned/refund-signal.js';
import { ChargeAttempts } from './charge-attempts.js';
import { saveAttemptsOfStreamSql } from './payment.sql.js';
import { type PaymentStreams, paymentStreams, streamOf } from './payment-streams.js';

/** Payments as streams, the attempts behind them as rows: both change in one transaction, under the lock of the attempts. */
@Injectable()
export class EventSourcedPaymentRepository extends PaymentRepository {
  private readonly attempts: ChargeAttempts;
  private readonly streams: PaymentStreams;
  private readonly saveSql: string;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly log: EventLog,
    signal: RefundSignal,
  ) {
    super();
    this.attempts = new ChargeAttempts(uow, signal);
    this.streams = paymentStreams(uow, log);
    this.saveSql = saveAttemptsOfStreamSql(`"${uow.schema}"`);
  }

  override prepare(charge: ChargeData): Promise<PreparedAttempt> {
    return this.attempts.prepare(charge);
  }

  override async load(orderId: string): Promise<Charges | undefined> {
    // Sent together: the stream is read when the attempts are locked.
    const [attempts, payments] = await Promise.all([
      this.attempts.load(orderId),
      this.streams.load([orderId]),
    ]);
    if (attempts.length === 0) return undefined;
    return new Charges(orderId, attempts, payments.get(orderId) ?? new Payment(orderId));
  }

  override save({ orderId, payment, changes }: Charges): Promise<void> {
    if (changes.length === 0) return Promise.resolve();
    this.streams.save(payment);
    const stream = streamOf(orderId);
    const written = payment.version - (this.log.pending([stream]).get(stream)?.length ?? 0);
    this.uow.write(this.saveSql, [orderId, JSON.stringify(changes), stream, written], (stored) => {
      if (stored.length < changes.length) throw new PaymentConcurrencyError(orderId);
    });
    this.attempts.announce(changes);
    return Promise.resolve();
  }
}
