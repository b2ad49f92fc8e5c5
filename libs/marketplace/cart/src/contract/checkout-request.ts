import { addressSchema } from '@marketplace/customer/contract';
import { idSchema } from '@platform/http';
import { z } from 'zod';

import { cardTokenSchema } from './card-token.js';

export const paymentMethodSchema = z.enum(['credit-card', 'debit-card', 'boleto']);
export type PaymentMethod = z.output<typeof paymentMethodSchema>;

export const MAX_INSTALLMENTS = 24;

const installments = z.int().min(1);
const atOnce = installments.max(1, 'more than one is for credit cards only').optional();

export const paymentRequestSchema = z
  .discriminatedUnion('method', [
    z.object({
      method: z.literal('credit-card'),
      cardToken: cardTokenSchema,
      installments: installments.max(MAX_INSTALLMENTS).optional(),
    }),
    z.object({ method: z.literal('debit-card'), cardToken: cardTokenSchema, installments: atOnce }),
    // A token says nothing about a boleto; a client that always sends one need not be refused for it.
    z.object({ method: z.literal('boleto'), cardToken: cardTokenSchema.optional(), installments: atOnce }),
  ])
  .meta({ id: 'PaymentRequest' });

/** What a client sends to check out. */
export const checkoutBodySchema = z
  .object({ payment: paymentRequestSchema, shippingAddress: addressSchema.optional() })
  .meta({ id: 'Checkout' });
export type CheckoutBody = z.output<typeof checkoutBodySchema>;

/** What the checkout begins with. Without a `shippingAddress` it goes to the customer's own. */
export const checkoutRequestSchema = checkoutBodySchema.extend({ customerId: idSchema });
export type CheckoutRequest = z.output<typeof checkoutRequestSchema>;
