import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Endpoint, type EndpointSpec, Input, type InputOf, reply, type Reply } from '@platform/http';

import { ifMatchHeaders, itemParams } from '../cart-endpoint.js';
import { RemoveItem } from './remove-item.command.js';

const endpoint = {
  method: 'DELETE',
  path: '/carts/:customerId/items/:productId',
  tag: 'carts',
  summary: 'Take a product out of a cart',
  params: itemParams,
  headers: ifMatchHeaders,
  responses: { 204: { description: 'The product is not in the cart' } },
  problems: ['cart-sealed', 'precondition-failed'],
} as const satisfies EndpointSpec;

@Controller()
export class RemoveItemController {
  constructor(private readonly commands: CommandBus) {}

  @Endpoint(endpoint)
  async remove(@Input() { params, headers }: InputOf<typeof endpoint>): Promise<Reply> {
    await this.commands.execute(new RemoveItem({ ...params, ifMatch: headers['if-match'] }));
    return reply(204);
  }
}
