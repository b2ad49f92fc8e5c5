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

import { putSellerItem } from '../put-seller/seller-body.js';
import { PutSellers } from './put-sellers.command.js';

const endpoint = {
  method: 'POST',
  path: '/sellers:batch',
  tag: 'sellers',
  summary: 'Register or change up to 1,000 sellers',
  description:
    'An item is the body of PUT /sellers/{id} with its id. Each follows the rules of that, in the order given; a wrong one rejects itself only.',
  body: batchBody(putSellerItem, 1_000),
  responses: { 200: { description: 'What became of the items', schema: batchResultSchema } },
} as const;

@Controller()
export class PutSellersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly idempotent: Idempotent,
  ) {}

  @Endpoint(endpoint)
  put(@Input() { request, body }: InputOf<typeof endpoint>): Promise<Reply> {
    return this.idempotent.run(request, body, async () =>
      reply(200, await this.commands.execute(new PutSellers(body.items))),
    );
  }
}
