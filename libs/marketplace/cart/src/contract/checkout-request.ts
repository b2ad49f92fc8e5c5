import { addressSchema } from '@marketplace/customer/contract';
import { idSchema } from '@platform/http';
import { z } from 'zod';

import { cardTokenSchema } from './card-token.js';

export const paymentMethodSchema = z.enum(['credit-card', 'debit-card', 'boleto']);
export type PaymentMethod = z.output<typeof paymentMethodSchema>;

export const MAX_INSTALLMENTS = 24;

export const paymentRequestSchema = z
  .object({
    method: paymentMethodSchema,
    cardToken: cardTokenSchema.optional(),
    installments: z.int().min(1).max(MAX_INSTALLMENTS).optional(),
  })
  .superRefine(({ method, cardToken, installments }, context) => {
    if (method !== 'boleto' && cardToken === undefined)
      context.addIssue({ code: 'custom', path: ['cardToken'], message: `is required for a ${method}` });
    if (method !== 'credit-card' && installments !== undefined && installments > 1)
      context.addIssue({
        code: 'custom',
        path: ['installments'],
        message: 'more than one is for credit cards only',
      });
  })
  .meta({
    id: 'PaymentRequest',
    description: 'Cards need a `cardToken`; only a credit card is paid in more than one installment.',
  });

/** What a client sends to check out. */
export const checkoutBodySchema = z
  .object({ payment: paymentRequestSchema, shippingAddress: addressSchema.optional() })
  .meta({ id: 'Checkout' });
export type CheckoutBody = z.output<typeof checkoutBodySchema>;

/** What the checkout begins with. Without a `shippingAddress` it goes to the customer's own. */
export const checkoutRequestSchema = checkoutBodySchema.extend({ customerId: idSchema });
export type CheckoutRequest = z.output<typeof checkoutRequestSchema>;
