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

import { putProductItem } from '../put-product/product-body.js';
import { PutProducts } from './put-products.command.js';

const endpoint = {
  method: 'POST',
  path: '/products:batch',
  tag: 'products',
  summary: 'Create or replace up to 1,000 products',
  description:
    'An item is the body of PUT /products/{id} with its id. Each follows the rules of that, in the order given; a wrong one rejects itself only.',
  body: batchBody(putProductItem, 1_000),
  responses: { 200: { description: 'What became of the items', schema: batchResultSchema } },
} as const;

@Controller()
export class PutProductsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly idempotent: Idempotent,
  ) {}

  @Endpoint(endpoint)
  put(@Input() { request, body }: InputOf<typeof endpoint>): Promise<Reply> {
    return this.idempotent.run(request, body, async () =>
      reply(200, await this.commands.execute(new PutProducts(body.items))),
    );
  }
}
