import type { SchemaReader } from '../databases.js';
import type { Payment } from '../resources.js';
import { type Fold, isKeptAsEvents, streamsOf } from './streams.js';

interface PaymentState {
  readonly status: Payment['status'] | 'none';
  readonly charge?: Pick<Payment, 'providerReference' | 'lines'> & { readonly attempt: number };
}

/** All payments, or the one of this order. */
export async function readPayments(databases: SchemaReader, orderId?: string): Promise<Payment[]> {
  if (await isKeptAsEvents(databases, 'payment'))
    return [...(await streamsOf(databases, 'payment', { id: orderId }))].flatMap(([of, events]) => {
      const { status, charge } = foldPayment(events);
      if (status === 'none' || !charge) return [];
      return [{ orderId: of, status, providerReference: charge.providerReference, lines: charge.lines }];
    });
  return databases.query<Payment>(
    'payment',
    `SELECT order_id AS "orderId", status, provider_reference AS "providerReference", lines FROM payment.payment
      WHERE $1::uuid IS NULL OR order_id = $1`,
    [orderId ?? null],
  );
}

/** A refund of another attempt than the one that pays leaves the order paid. */
export const foldPayment: Fold<PaymentState> = (events) =>
  events.reduce<PaymentState>(
    (before, { type, data }) => {
      const charge = data as NonNullable<PaymentState['charge']>;
      const status = type.slice('payment.'.length) as Payment['status'];
      const pays = before.status === 'captured' ? before.charge?.attempt : undefined;
      return status === 'refunded' && pays !== undefined && pays !== charge.attempt
        ? before
        : { status, charge };
    },
    { status: 'none' },
  );
