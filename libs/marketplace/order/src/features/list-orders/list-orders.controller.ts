import { Controller } from '@nestjs/common';
import {
  decodeCursor,
  encodeCursor,
  Endpoint,
  type EndpointSpec,
  idSchema,
  Input,
  type InputOf,
  int32Schema,
  type Page,
  pageFrom,
  pageOf,
  pageQuery,
  reply,
  type Reply,
} from '@platform/http';
import { UnitOfWork } from '@platform/persistence';
import { z } from 'zod';

import { type OrderView, orderViewSchema } from '../../contract/index.js';
import { OrderViews } from '../read-order/order-views.js';

const endpoint = {
  method: 'GET',
  path: '/orders',
  tag: 'orders',
  summary: 'List orders, newest first',
  query: pageQuery.extend({ customerId: idSchema.optional() }),
  responses: { 200: { description: 'A page of orders', schema: pageOf(orderViewSchema) } },
  problems: ['invalid-cursor'],
} as const satisfies EndpointSpec;

const customerCursor = z.strictObject({ number: int32Schema });
const cursor = z.strictObject({ id: idSchema });

type Paging = z.output<typeof pageQuery>;

@Controller()
export class ListOrdersController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly views: OrderViews,
  ) {}

  @Endpoint(endpoint)
  async list(@Input() { query }: InputOf<typeof endpoint>): Promise<Reply<Page<OrderView>>> {
    const { customerId } = query;
    return reply(
      200,
      await (customerId === undefined ? this.ofAll(query) : this.ofCustomer(customerId, query)),
    );
  }

  private async ofCustomer(customerId: string, { cursor: sent, limit }: Paging): Promise<Page<OrderView>> {
    const before = decodeCursor(sent, customerCursor)?.number;
    const orders = await this.uow.read(() => this.views.ofCustomer(customerId, before, limit + 1));
    return pageFrom(orders, limit, ({ number }) => encodeCursor({ number }));
  }

  private async ofAll({ cursor: sent, limit }: Paging): Promise<Page<OrderView>> {
    const before = decodeCursor(sent, cursor)?.id;
    const orders = await this.uow.read(() => this.views.ofAll(before, limit + 1));
    return pageFrom(orders, limit, ({ id }) => encodeCursor({ id }));
  }
}
