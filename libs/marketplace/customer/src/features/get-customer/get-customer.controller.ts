import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Endpoint, idSchema, Input, type InputOf, reply, type Reply } from '@platform/http';
import { z } from 'zod';

import { customerSchema } from '../../contract/index.js';
import { GetCustomer } from './get-customer.query.js';

const endpoint = {
  method: 'GET',
  path: '/customers/:id',
  tag: 'customers',
  summary: 'Read a customer',
  description: 'The counts of orders follow by event.',
  params: z.object({ id: idSchema }),
  responses: { 200: { description: 'The customer', schema: customerSchema } },
} as const;

@Controller()
export class GetCustomerController {
  constructor(private readonly queries: QueryBus) {}

  @Endpoint(endpoint)
  async get(@Input() { params }: InputOf<typeof endpoint>): Promise<Reply> {
    return reply(200, await this.queries.execute(new GetCustomer(params.id)));
  }
}
