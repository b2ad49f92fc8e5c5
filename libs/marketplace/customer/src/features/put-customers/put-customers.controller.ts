import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  batchBody,
  batchResultSchema,
  Endpoint,
  Idempotent,
  Input,
  type InputOf,
  reply,
  type Reply,
} from '@platform/http';

import { putCustomerItem } from '../put-customer/customer-body.js';
import { PutCustomers } from './put-customers.command.js';

const endpoint = {
  method: 'POST',
  path: '/customers:batch',
  tag: 'customers',
  summary: 'Register or change up to 1,000 customers',
  description:
    'An item is the body of PUT /customers/{id} with its id. Each follows the rules of that, in the order given; a wrong one rejects itself only.',
  body: batchBody(putCustomerItem, 1_000),
  responses: { 200: { description: 'What became of the items', schema: batchResultSchema } },
} as const;

@Controller()
export class PutCustomersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly idempotent: Idempotent,
  ) {}

  @Endpoint(endpoint)
  put(@Input() { request, body }: InputOf<typeof endpoint>): Promise<Reply> {
    return this.idempotent.run(request, body, async () =>
      reply(200, await this.commands.execute(new PutCustomers(body.items))),
    );
  }
}
