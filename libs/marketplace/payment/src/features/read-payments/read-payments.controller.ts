import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  Endpoint,
  type EndpointSpec,
  idSchema,
  Input,
  type InputOf,
  reply,
  type Reply,
} from '@platform/http';
import { z } from 'zod';

import { type PaymentView, paymentViewSchema } from '../../contract/index.js';
import { ReadPayments } from './read-payments.query.js';

const endpoint = {
  method: 'GET',
  path: '/payments',
  tag: 'payments',
  summary: 'Read the payments of an order',
  query: z.object({ orderId: idSchema }),
  responses: {
    200: {
      description: 'The payment of the order, or none',
      schema: z.object({ items: z.array(paymentViewSchema) }),
    },
  },
} as const satisfies EndpointSpec;

@Controller()
export class ReadPaymentsController {
  constructor(private readonly queries: QueryBus) {}

  @Endpoint(endpoint)
  async read(@Input() { query }: InputOf<typeof endpoint>): Promise<Reply<{ items: PaymentView[] }>> {
    return reply(200, { items: await this.queries.execute(new ReadPayments(query.orderId)) });
  }
}
