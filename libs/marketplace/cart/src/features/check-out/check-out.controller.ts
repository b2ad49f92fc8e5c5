import { Controller } from '@nestjs/common';
import { isDecided, type OrderView, orderViewSchema } from '@marketplace/order/contract';
import {
  Endpoint,
  type EndpointSpec,
  Input,
  type InputOf,
  preferHeader,
  problem,
  reply,
  type Reply,
} from '@platform/http';
import { z } from 'zod';

import { checkoutBodySchema } from '../../contract/index.js';
import { cartParams } from '../cart-endpoint.js';
import { BeginCheckout } from './begin-checkout.js';
import { CheckoutAnswer } from './checkout-answer.js';

const headers = ['Location', 'ETag', 'Preference-Applied'] as const;

const endpoint = {
  method: 'POST',
  path: '/carts/:customerId/checkout',
  tag: 'carts',
  summary: 'Check out a cart',
  description:
    'Answers 201 when the order is decided (approved, rejected or payment-failed) within the time that `Prefer: wait=N` allows ' +
    '(seconds, 10 by default, 30 at most), else 202 with the order as it is. Sent again with the same Idempotency-Key it is ' +
    'about the same order; after a lost answer or a 5xx, ask again so. Without a `shippingAddress` it goes to the ' +
    "customer's own.",
  params: cartParams,
  headers: z.object({ prefer: preferHeader }),
  body: checkoutBodySchema,
  idempotencyKey: 'required',
  responses: {
    201: { description: 'The order, decided whichever way', schema: orderViewSchema, headers },
    202: {
      description: 'The order, not decided yet; read on at its Location',
      schema: orderViewSchema,
      headers,
    },
  },
  problems: ['cart-empty', 'cart-sealed'],
} as const satisfies EndpointSpec;

@Controller()
export class CheckOutController {
  constructor(
    private readonly beginCheckout: BeginCheckout,
    private readonly answer: CheckoutAnswer,
  ) {}

  @Endpoint(endpoint)
  async checkOut(@Input() input: InputOf<typeof endpoint>): Promise<Reply<OrderView>> {
    const { request, params, body } = input;
    const { waitSeconds, respondAsync, applied } = input.headers.prefer;
    const key = request.idempotencyKey;
    if (key === undefined)
      throw problem('idempotency-key-required', 'Send an Idempotency-Key with the checkout.');
    const orderId = await this.beginCheckout.run(params.customerId, key, body);
    const waitMs = respondAsync ? 0 : waitSeconds * 1_000;
    const order = await this.answer.of({ customerId: params.customerId, orderId }, waitMs, request.signal);
    return reply(isDecided(order) ? 201 : 202, order, {
      etag: order.version,
      location: `/orders/${order.id}`,
      // Without a preference the default is what was applied.
      preferenceApplied: applied ?? `wait=${waitSeconds}`,
    });
  }
}
