import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Endpoint, idSchema, Input, type InputOf, reply, type Reply } from '@platform/http';
import { z } from 'zod';

import { customerSchema } from '../../contract/index.js';
import { putCustomerBody } from './customer-body.js';
import { PutCustomer } from './put-customer.command.js';

const endpoint = {
  method: 'PUT',
  path: '/customers/:id',
  tag: 'customers',
  summary: 'Register or change a customer',
  params: z.object({ id: idSchema }),
  body: putCustomerBody,
  responses: {
    200: { description: 'Changed, or unchanged', schema: customerSchema },
    201: { description: 'Registered', schema: customerSchema, headers: ['Location'] },
  },
} as const;

@Controller()
export class PutCustomerController {
  constructor(private readonly commands: CommandBus) {}

  @Endpoint(endpoint)
  async put(@Input() { params, body }: InputOf<typeof endpoint>): Promise<Reply> {
    const { outcome, customer } = await this.commands.execute(new PutCustomer(params.id, body));
    return outcome === 'registered'
      ? reply(201, customer, { location: `/customers/${customer.id}` })
      : reply(200, customer);
  }
}
