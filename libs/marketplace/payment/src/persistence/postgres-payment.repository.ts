import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import type { Charge, ChargeData, PaymentLine, PaymentView } from '../contract/index.js';
import type { ChargeAttempt } from '../domain/charge-attempt.js';
import { Charges } from '../domain/charges.js';
import { Payment, type PaymentState } from '../domain/payment.js';
import {
  PaymentConcurrencyError,
  PaymentRepository,
  type PreparedAttempt,
} from '../domain/payment.repository.js';
import { RefundSignal } from '../features/refund-abandoned/refund-signal.js';
import { ChargeAttempts } from './charge-attempts.js';
import { loadChargesSql, saveAttemptsSql, savePaymentSql } from './payment.sql.js';
import { streamOf } from './payment-streams.js';

interface ChargesRow extends ChargeAttempt {
  /** Null, as the columns below, when there is no payment yet. */
  readonly paymentStatus: PaymentView['status'] | null;
  readonly paymentVersion: number | null;
  readonly paidAttempt: number;
  readonly paidCents: number;
  readonly paidCurrency: string;
  readonly providerReference: string | null;
  readonly lines: PaymentLine[];
}

/** Statements by hand: a charge is loaded by one and concluded by one, in the middle of every checkout. */
@Injectable()
export class PostgresPaymentRepository extends PaymentRepository {
  private readonly attempts: ChargeAttempts;
  private readonly loadSql: string;
  private readonly attemptsSql: string;
  private readonly paymentSql: string;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly log: EventLog,
    signal: RefundSignal,
  ) {
    super();
    const s = `"${uow.schema}"`;
    this.attempts = new ChargeAttempts(uow, signal);
    this.loadSql = loadChargesSql(s);
    this.attemptsSql = saveAttemptsSql(s);
    this.paymentSql = savePaymentSql(s);
  }

  override prepare(charge: ChargeData): Promise<PreparedAttempt> {
    return this.attempts.prepare(charge);
  }

  override async load(orderId: string): Promise<Charges | undefined> {
    const rows = await this.uow.query<ChargesRow>(this.loadSql, [orderId]);
    const [first] = rows;
    if (!first) return undefined;
    const payment = new Payment(orderId, stateOf(orderId, first), first.paymentVersion ?? 0);
    return new Charges(orderId, rows.map(attemptOf), payment);
  }

  override save(charges: Charges): Promise<void> {
    const { orderId, payment, changes } = charges;
    if (changes.length === 0) return Promise.resolve();
    const events = payment.pullEvents();
    const attempts = [orderId, JSON.stringify(changes)];
    if (events.length === 0) {
      this.uow.write(this.attemptsSql, attempts);
    } else {
      const versions = [payment.version, payment.version - events.length];
      this.uow.write(this.paymentSql, [...attempts, ...columnsOf(payment), ...versions], (stored) => {
        if (stored.length === 0) throw new PaymentConcurrencyError(orderId);
      });
      this.log.append(streamOf(orderId), events);
    }
    this.attempts.announce(changes);
    return Promise.resolve();
  }
}

function stateOf(orderId: string, row: ChargesRow): PaymentState {
  if (row.paymentStatus === null) return { status: 'none', charge: undefined };
  const charge: Charge = {
    orderId,
    attempt: row.paidAttempt,
    amountCents: row.paidCents,
    currency: row.paidCurrency,
    providerReference: row.providerReference,
    lines: row.lines,
  };
  return { status: row.paymentStatus, charge };
}

function attemptOf(row: ChargesRow): ChargeAttempt {
  const { n, amountCents, currency, method, idempotencyKey, status, chargeId, reason } = row;
  return { n, amountCents, currency, method, idempotencyKey, status, chargeId, reason };
}

function columnsOf({ id, state: { status, charge } }: Payment): unknown[] {
  if (!charge) throw new Error(`The payment of order ${id} has events and no charge.`);
  const { attempt, amountCents, currency, providerReference, lines } = charge;
  return [status, attempt, amountCents, currency, providerReference, JSON.stringify(lines)];
}
