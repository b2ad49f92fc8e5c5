import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  Endpoint,
  entityTagsHeader,
  idSchema,
  Input,
  type InputOf,
  reply,
  type Reply,
  requireIfMatch,
} from '@platform/http';
import { z } from 'zod';

import { productDetailsSchema, productSchema } from '../../contract/index.js';
import { ChangePrice } from './change-price.command.js';

const endpoint = {
  method: 'PATCH',
  path: '/products/:id',
  tag: 'products',
  summary: 'Change the price of a product',
  description: 'The same offer at another price: the next revision of the same version.',
  params: z.object({ id: idSchema }),
  headers: z.object({ 'if-match': entityTagsHeader.optional() }),
  body: productDetailsSchema.pick({ priceCents: true }).meta({ id: 'ChangePrice' }),
  responses: { 200: { description: 'The product as it is now', schema: productSchema, headers: ['ETag'] } },
  problems: ['precondition-failed', 'precondition-required', 'product-deleted'],
} as const;

@Controller()
export class ChangePriceController {
  constructor(private readonly commands: CommandBus) {}

  @Endpoint(endpoint)
  async patch(@Input() { params, headers, body }: InputOf<typeof endpoint>): Promise<Reply> {
    const ifMatch = requireIfMatch(headers['if-match']);
    const product = await this.commands.execute(new ChangePrice(params.id, body.priceCents, ifMatch));
    return reply(200, product, { etag: product.revision });
  }
}
