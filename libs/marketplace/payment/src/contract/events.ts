import { currencySchema, idSchema, totalCentsSchema } from '@platform/http';
import { defineEvent, type EventOf } from '@platform/messaging';
import { z } from 'zod';

import { paymentLineSchema } from './payment-view.js';

const charge = z.object({
  orderId: idSchema,
  /** Which of the order's attempts this is about. */
  attempt: z.int().min(1),
  amountCents: totalCentsSchema,
  currency: currencySchema,
  providerReference: z.string().nullable(),
  lines: z.array(paymentLineSchema),
});
export type Charge = z.output<typeof charge>;

export const PaymentCaptured = defineEvent('payment.captured', 1, charge);
export type PaymentCaptured = EventOf<typeof PaymentCaptured>;

export const PaymentDeclined = defineEvent('payment.declined', 1, charge);
export type PaymentDeclined = EventOf<typeof PaymentDeclined>;

/** An attempt that does not pay for the order was captured, and has been paid back. */
export const PaymentRefunded = defineEvent('payment.refunded', 1, charge);
export type PaymentRefunded = EventOf<typeof PaymentRefunded>;

/** Everything that happens to a payment, on the stream `payment-<orderId>`. */
export type PaymentEvent = PaymentCaptured | PaymentDeclined | PaymentRefunded;
