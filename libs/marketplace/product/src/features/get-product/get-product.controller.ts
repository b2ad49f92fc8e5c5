import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  Endpoint,
  entityTagsHeader,
  idSchema,
  Input,
  type InputOf,
  isNotModified,
  reply,
  type Reply,
} from '@platform/http';
import { z } from 'zod';

import { productSchema } from '../../contract/index.js';
import { GetProduct } from './get-product.query.js';

const endpoint = {
  method: 'GET',
  path: '/products/:id',
  tag: 'products',
  summary: 'Read a product',
  description: 'A deleted product can still be read; its status says so. The entity tag is the revision.',
  params: z.object({ id: idSchema }),
  headers: z.object({ 'if-none-match': entityTagsHeader.optional() }),
  responses: {
    200: { description: 'The product', schema: productSchema, headers: ['ETag'] },
    304: { description: 'Still at the revision that If-None-Match names', headers: ['ETag'] },
  },
} as const;

@Controller()
export class GetProductController {
  constructor(private readonly queries: QueryBus) {}

  @Endpoint(endpoint)
  async get(@Input() { params, headers }: InputOf<typeof endpoint>): Promise<Reply> {
    const product = await this.queries.execute(new GetProduct(params.id));
    const etag = product.revision;
    return isNotModified(headers['if-none-match'], etag)
      ? reply(304, undefined, { etag })
      : reply(200, product, { etag });
  }
}
