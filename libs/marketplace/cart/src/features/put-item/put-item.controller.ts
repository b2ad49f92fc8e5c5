import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  centsSchema,
  Endpoint,
  type EndpointSpec,
  Input,
  type InputOf,
  reply,
  type Reply,
} from '@platform/http';
import { z } from 'zod';

import { type CartView, cartViewSchema, quantitySchema } from '../../contract/index.js';
import { ifMatchHeaders, itemParams } from '../cart-endpoint.js';
import { PutItem } from './put-item.command.js';

const endpoint = {
  method: 'PUT',
  path: '/carts/:customerId/items/:productId',
  tag: 'carts',
  summary: 'Put a product into a cart',
  description:
    'Takes the present version of the product; price changes of that version reach the cart. A replaced product is put again. ' +
    '`voucherCents` is what is asked for; at checkout it counts at most what the pieces are worth.',
  params: itemParams,
  headers: ifMatchHeaders,
  body: z
    .object({ quantity: quantitySchema, voucherCents: centsSchema.default(0) })
    .meta({ id: 'PutCartItem' }),
  responses: {
    200: {
      description: 'The item was in the cart; it is now as it was put',
      schema: cartViewSchema,
      headers: ['ETag'],
    },
    201: { description: 'The item is new in the cart', schema: cartViewSchema, headers: ['ETag'] },
  },
  problems: ['cart-sealed', 'cart-full', 'cart-currency', 'product-deleted', 'precondition-failed'],
} as const satisfies EndpointSpec;

@Controller()
export class PutItemController {
  constructor(private readonly commands: CommandBus) {}

  @Endpoint(endpoint)
  async put(@Input() { params, body, headers }: InputOf<typeof endpoint>): Promise<Reply<CartView>> {
    const ifMatch = headers['if-match'];
    const { isNew, cart, tag } = await this.commands.execute(new PutItem({ ...params, ...body, ifMatch }));
    return reply(isNew ? 201 : 200, cart, { etag: tag });
  }
}
