import { Controller } from '@nestjs/common';
import {
  Endpoint,
  type EndpointSpec,
  entityTagsHeader,
  idSchema,
  Input,
  type InputOf,
  isNotModified,
  problem,
  reply,
  type Reply,
} from '@platform/http';
import { UnitOfWork } from '@platform/persistence';
import { z } from 'zod';

import { OrderReader, type OrderView, orderViewSchema } from '../../contract/index.js';
import { momentOf, momentQuery } from '../time-travel/moment-query.js';
import { type Moment, OrderPast } from '../time-travel/order-past.js';

const endpoint = {
  method: 'GET',
  path: '/orders/:id',
  tag: 'orders',
  summary: 'Read an order',
  params: z.object({ id: idSchema }),
  query: momentQuery,
  headers: z.object({ 'if-none-match': entityTagsHeader.optional() }),
  responses: {
    200: {
      description: 'The order as it is now, or as it was at the moment that was asked for',
      schema: orderViewSchema,
      headers: ['ETag'],
    },
    304: { description: 'The order is still the one that If-None-Match names', headers: ['ETag'] },
  },
  problems: ['history-not-kept'],
} as const satisfies EndpointSpec;

@Controller()
export class ReadOrderController {
  constructor(
    private readonly reader: OrderReader,
    private readonly uow: UnitOfWork,
    private readonly past: OrderPast,
  ) {}

  @Endpoint(endpoint)
  async read(
    @Input() { params, query, headers }: InputOf<typeof endpoint>,
  ): Promise<Reply<OrderView | undefined>> {
    const moment = momentOf(query);
    const order = await (moment ? this.asOf(params.id, moment) : this.reader.read(params.id));
    if (!order)
      throw problem('not-found', `There is no order ${params.id}${moment ? ' at that moment' : ''}.`);
    const unchanged = isNotModified(headers['if-none-match'], order.version);
    return reply(unchanged ? 304 : 200, unchanged ? undefined : order, { etag: order.version });
  }

  private asOf(id: string, moment: Moment): Promise<OrderView | undefined> {
    return this.uow.read(() => this.past.asOf(id, moment));
  }
}
