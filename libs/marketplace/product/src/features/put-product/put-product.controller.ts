import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Endpoint, entityTagsHeader, idSchema, Input, type InputOf, reply, type Reply } from '@platform/http';
import { z } from 'zod';

import { productSchema } from '../../contract/index.js';
import { putProductBody } from './product-body.js';
import { PutProduct } from './put-product.command.js';

const endpoint = {
  method: 'PUT',
  path: '/products/:id',
  tag: 'products',
  summary: 'Create or replace a product',
  description:
    'A replace is another offer: the next version. The details it has already change nothing. A deleted product is revived.',
  params: z.object({ id: idSchema }),
  headers: z.object({ 'if-match': entityTagsHeader.optional() }),
  body: putProductBody,
  responses: {
    200: { description: 'Replaced, or unchanged', schema: productSchema, headers: ['ETag'] },
    201: { description: 'Created', schema: productSchema, headers: ['ETag', 'Location'] },
  },
  problems: ['precondition-failed'],
} as const;

@Controller()
export class PutProductController {
  constructor(private readonly commands: CommandBus) {}

  @Endpoint(endpoint)
  async put(@Input() { params, headers, body }: InputOf<typeof endpoint>): Promise<Reply> {
    const command = new PutProduct(params.id, body, headers['if-match']);
    const { outcome, product } = await this.commands.execute(command);
    const etag = product.revision;
    return outcome === 'created'
      ? reply(201, product, { etag, location: `/products/${product.id}` })
      : reply(200, product, { etag });
  }
}
