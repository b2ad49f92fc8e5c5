import { idSchema, totalCentsSchema } from '@platform/http';
import { z } from 'zod';

export const paymentMethodSchema = z.enum(['credit-card', 'debit-card', 'boleto']);
export type PaymentMethod = z.output<typeof paymentMethodSchema>;

/** The line of the method comes first and is what was charged; a voucher's line only tells what it was worth. */
export const paymentLineSchema = z
  .object({ type: z.enum([...paymentMethodSchema.options, 'voucher']), amountCents: totalCentsSchema })
  .meta({ id: 'PaymentLine' });
export type PaymentLine = z.output<typeof paymentLineSchema>;

/** A payment as REST shows it. `providerReference` is null when nothing had to be charged. */
export const paymentViewSchema = z
  .object({
    orderId: idSchema,
    status: z.enum(['captured', 'declined', 'refunded']),
    providerReference: z.string().nullable(),
    lines: z.array(paymentLineSchema),
  })
  .meta({ id: 'Payment' });
export type PaymentView = z.output<typeof paymentViewSchema>;
