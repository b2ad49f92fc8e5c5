import { Controller } from '@nestjs/common';
import {
  Endpoint,
  type EndpointSpec,
  entityTagsHeader,
  Input,
  type InputOf,
  isNotModified,
  reply,
  type Reply,
} from '@platform/http';
import { UnitOfWork } from '@platform/persistence';
import { z } from 'zod';

import { type CartView, cartViewSchema } from '../../contract/index.js';
import { CartRepository } from '../../domain/cart.repository.js';
import { cartParams } from '../cart-endpoint.js';
import { cartOf } from '../cart-of.js';
import { whenKnown } from '../when-known.js';

const endpoint = {
  method: 'GET',
  path: '/carts/:customerId',
  tag: 'carts',
  summary: "Read a customer's cart",
  description:
    "Prices are those of the product versions that the items were put with, as far as they have reached the cart. A customer's " +
    'cart that was never used is open and empty; that of a customer whom the cart does not know (yet) is 404.',
  params: cartParams,
  headers: z.object({ 'if-none-match': entityTagsHeader.optional() }),
  responses: {
    200: { description: 'The cart as it is now', schema: cartViewSchema, headers: ['ETag'] },
    304: { description: 'The cart is still the one that If-None-Match names', headers: ['ETag'] },
  },
} as const satisfies EndpointSpec;

@Controller()
export class ReadCartController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: CartRepository,
  ) {}

  @Endpoint(endpoint)
  async read(@Input() { params, headers }: InputOf<typeof endpoint>): Promise<Reply<CartView | undefined>> {
    const { customerId } = params;
    const cart = await whenKnown(async () =>
      cartOf(customerId, await this.uow.read(() => this.carts.read(customerId))),
    );
    const unchanged = isNotModified(headers['if-none-match'], cart.tag);
    return reply(unchanged ? 304 : 200, unchanged ? undefined : cart.view(), { etag: cart.tag });
  }
}
