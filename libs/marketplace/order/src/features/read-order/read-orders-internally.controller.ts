import { Controller } from '@nestjs/common';
import { Endpoint, type EndpointSpec, Input, type InputOf, reply, type Reply } from '@platform/http';
import { UnitOfWork } from '@platform/persistence';

import type { OrderView } from '../../contract/index.js';
import {
  INTERNAL_ORDERS_PATH,
  internalOrdersQuery,
  internalOrdersSchema,
} from '../../contract/internal-orders.js';
import { OrderViews } from './order-views.js';

const endpoint = {
  method: 'GET',
  path: INTERNAL_ORDERS_PATH,
  tag: 'orders',
  hidden: true,
  summary: 'Read several orders, for other services',
  query: internalOrdersQuery,
  responses: { 200: { description: 'Those of them that there are', schema: internalOrdersSchema } },
} as const satisfies EndpointSpec;

@Controller()
export class ReadOrdersInternallyController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly views: OrderViews,
  ) {}

  @Endpoint(endpoint)
  async read(@Input() { query }: InputOf<typeof endpoint>): Promise<Reply<{ orders: OrderView[] }>> {
    return reply(200, { orders: await this.uow.read(() => this.views.byIds(query.ids)) });
  }
}
