import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Endpoint, Input, type InputOf, pageOf, pageQuery, reply, type Reply } from '@platform/http';

import { productDetailsSchema, productSchema } from '../../contract/index.js';
import { ListProducts } from './list-products.query.js';

const { sellerId, category } = productDetailsSchema.shape;

const endpoint = {
  method: 'GET',
  path: '/products',
  tag: 'products',
  summary: 'List the products on offer',
  description: 'In the order of their ids, deleted ones left out.',
  query: pageQuery.extend({ sellerId: sellerId.optional(), category: category.optional() }),
  responses: { 200: { description: 'A page of products', schema: pageOf(productSchema) } },
  problems: ['invalid-cursor'],
} as const;

@Controller()
export class ListProductsController {
  constructor(private readonly queries: QueryBus) {}

  @Endpoint(endpoint)
  async list(@Input() { query }: InputOf<typeof endpoint>): Promise<Reply> {
    const { limit, cursor, ...filter } = query;
    return reply(200, await this.queries.execute(new ListProducts(filter, limit, cursor)));
  }
}
