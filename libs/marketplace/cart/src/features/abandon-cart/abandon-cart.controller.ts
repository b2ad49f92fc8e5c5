import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Endpoint, type EndpointSpec, Input, type InputOf, reply, type Reply } from '@platform/http';

import { cartParams, ifMatchHeaders } from '../cart-endpoint.js';
import { AbandonCart } from './abandon-cart.command.js';

const endpoint = {
  method: 'DELETE',
  path: '/carts/:customerId',
  tag: 'carts',
  summary: 'Abandon a cart',
  params: cartParams,
  headers: ifMatchHeaders,
  responses: { 204: { description: 'The cart is empty' } },
  problems: ['cart-sealed', 'precondition-failed'],
} as const satisfies EndpointSpec;

@Controller()
export class AbandonCartController {
  constructor(private readonly commands: CommandBus) {}

  @Endpoint(endpoint)
  async abandon(@Input() { params, headers }: InputOf<typeof endpoint>): Promise<Reply> {
    await this.commands.execute(new AbandonCart({ ...params, ifMatch: headers['if-match'] }));
    return reply(204);
  }
}
