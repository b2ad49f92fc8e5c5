import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Endpoint, idSchema, Input, type InputOf, reply, type Reply } from '@platform/http';
import { z } from 'zod';

import { stockSchema } from '../../contract/index.js';
import { SetStock } from './set-stock.command.js';
import { setStockBody } from './stock-body.js';

const endpoint = {
  method: 'PUT',
  path: '/stock/:productId',
  tag: 'stock',
  summary: 'Set how many pieces of a product there are',
  description: 'Reserved pieces are among them: fewer than these are refused.',
  params: z.object({ productId: idSchema }),
  body: setStockBody,
  responses: { 200: { description: 'Set, or unchanged', schema: stockSchema } },
  problems: ['stock-below-reserved'],
} as const;

@Controller()
export class SetStockController {
  constructor(private readonly commands: CommandBus) {}

  @Endpoint(endpoint)
  async put(@Input() { params, body }: InputOf<typeof endpoint>): Promise<Reply> {
    return reply(200, await this.commands.execute(new SetStock(params.productId, body.available)));
  }
}
