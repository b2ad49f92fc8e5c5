import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Endpoint, idSchema, Input, type InputOf, reply, type Reply } from '@platform/http';
import { z } from 'zod';

import { sellerSchema } from '../../contract/index.js';
import { putSellerBody } from './seller-body.js';
import { PutSeller } from './put-seller.command.js';

const endpoint = {
  method: 'PUT',
  path: '/sellers/:id',
  tag: 'sellers',
  summary: 'Register or change a seller',
  params: z.object({ id: idSchema }),
  body: putSellerBody,
  responses: {
    200: { description: 'Changed, or unchanged', schema: sellerSchema },
    201: { description: 'Registered', schema: sellerSchema, headers: ['Location'] },
  },
} as const;

@Controller()
export class PutSellerController {
  constructor(private readonly commands: CommandBus) {}

  @Endpoint(endpoint)
  async put(@Input() { params, body }: InputOf<typeof endpoint>): Promise<Reply> {
    const { outcome, seller } = await this.commands.execute(new PutSeller(params.id, body));
    return outcome === 'registered'
      ? reply(201, seller, { location: `/sellers/${seller.id}` })
      : reply(200, seller);
  }
}
