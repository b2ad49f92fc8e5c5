import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Endpoint, idSchema, Input, type InputOf, reply, type Reply } from '@platform/http';
import { z } from 'zod';

import { sellerSchema } from '../../contract/index.js';
import { GetSeller } from './get-seller.query.js';

const endpoint = {
  method: 'GET',
  path: '/sellers/:id',
  tag: 'sellers',
  summary: 'Read a seller',
  params: z.object({ id: idSchema }),
  responses: { 200: { description: 'The seller', schema: sellerSchema } },
} as const;

@Controller()
export class GetSellerController {
  constructor(private readonly queries: QueryBus) {}

  @Endpoint(endpoint)
  async get(@Input() { params }: InputOf<typeof endpoint>): Promise<Reply> {
    return reply(200, await this.queries.execute(new GetSeller(params.id)));
  }
}
