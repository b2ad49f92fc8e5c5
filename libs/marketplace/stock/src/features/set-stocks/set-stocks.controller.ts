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

import { setStockItem } from '../set-stock/stock-body.js';
import { SetStocks } from './set-stocks.command.js';

const endpoint = {
  method: 'POST',
  path: '/stock:batch',
  tag: 'stock',
  summary: 'Set the stock of up to 1,000 products',
  description:
    'An item is the body of PUT /stock/{productId} with its productId. Each follows the rules of that, in the order given; a wrong one rejects itself only.',
  body: batchBody(setStockItem, 1_000),
  responses: { 200: { description: 'What became of the items', schema: batchResultSchema } },
} as const;

@Controller()
export class SetStocksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly idempotent: Idempotent,
  ) {}

  @Endpoint(endpoint)
  set(@Input() { request, body }: InputOf<typeof endpoint>): Promise<Reply> {
    return this.idempotent.run(request, body, async () =>
      reply(200, await this.commands.execute(new SetStocks(body.items))),
    );
  }
}
