import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Endpoint, idSchema, Input, type InputOf, reply, type Reply } from '@platform/http';
import { z } from 'zod';

import { stockSchema } from '../../contract/index.js';
import { GetStock } from './get-stock.query.js';

const endpoint = {
  method: 'GET',
  path: '/stock/:productId',
  tag: 'stock',
  summary: 'Read the stock of a product',
  description: 'Stock follows products by event: one that was just put may be unknown for a moment.',
  params: z.object({ productId: idSchema }),
  responses: { 200: { description: 'The stock', schema: stockSchema } },
} as const;

@Controller()
export class GetStockController {
  constructor(private readonly queries: QueryBus) {}

  @Endpoint(endpoint)
  async get(@Input() { params }: InputOf<typeof endpoint>): Promise<Reply> {
    return reply(200, await this.queries.execute(new GetStock(params.productId)));
  }
}
