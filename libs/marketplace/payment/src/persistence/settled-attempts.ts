import type { InlineEvent, RemadeRows } from '@platform/event-sourcing';
import type { UnitOfWork } from '@platform/persistence';

import { PaymentCaptured, PaymentDeclined, type PaymentEvent, PaymentRefunded } from '../contract/index.js';
import type { AttemptStatus } from '../domain/charge-attempt.js';
import { idempotencyKeySql } from './payment.sql.js';

const STATUS: Readonly<Record<PaymentEvent['type'], AttemptStatus>> = {
  'payment.captured': 'captured',
  'payment.declined': 'declined',
  'payment.refunded': 'refunded',
};

/**
 * What the payments' streams tell of attempts at the provider: those that were settled, and how. The repository keeps attempts as rows
 * beside the streams; where rows are older than streams (the database was restored from a dump) the streams are right, and a row only
 * goes on by them: that an attempt was given up and is to be paid back, no stream tells, and rows may be ahead with that. Attempts
 * that they do not tell of stay as they are: nobody else knows of them.
 */
export class SettledAttempts implements RemadeRows {
  readonly types = new Set<string>(
    [PaymentCaptured, PaymentDeclined, PaymentRefunded].map(({ type }) => type),
  );
  private readonly settleSql: string;

  constructor(private readonly unit: UnitOfWork) {
    this.settleSql = `
      INSERT INTO "${unit.schema}".charge_attempt AS a (order_id, n, amount_cents, currency, method, idempotency_key, status,
                                                        charge_id, first_at, prepared_at)
      SELECT "orderId", n, "amountCents", currency, method, ${idempotencyKeySql('"orderId"', 'n')}, status, "chargeId",
             coalesce(at, statement_timestamp()), coalesce(at, statement_timestamp())
        FROM json_to_recordset($1::json) AS settled ("orderId" uuid, n integer, "amountCents" bigint, currency text, method text,
                                                     status text, "chargeId" text, at timestamptz)
       ORDER BY "orderId", n
      ON CONFLICT (order_id, n) DO UPDATE
        SET status = CASE WHEN a.status = 'abandoned' AND excluded.status = 'declined' THEN 'void' ELSE excluded.status END,
            charge_id = excluded.charge_id, card_token = NULL, due_at = NULL
        WHERE a.status = 'prepared'
           OR (a.status IN ('captured', 'abandoned', 'refunding') AND excluded.status = 'refunded')
           OR (a.status = 'abandoned' AND excluded.status = 'declined')`;
  }

  readonly clear = (): Promise<void> => Promise.resolve();

  readonly apply = async (events: readonly InlineEvent[]): Promise<void> => {
    const settled = new Map<string, object>();
    // Validated by the schemas of the module's own contract as they were read.
    for (const { type, data, at } of events as readonly (PaymentEvent & InlineEvent)[]) {
      const { orderId, attempt: n, amountCents, currency, lines, providerReference: chargeId } = data;
      const method = lines[0]?.type;
      const row = { orderId, n, amountCents, currency, method, status: STATUS[type], chargeId, at };
      settled.set(`${orderId} ${n}`, row);
    }
    await this.unit.query(this.settleSql, [JSON.stringify([...settled.values()])]);
  };
}
