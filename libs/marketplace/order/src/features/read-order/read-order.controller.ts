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
import { z } from 'zod';

import { OrderReader, type OrderView, orderViewSchema } from '../../contract/index.js';

const endpoint = {
  method: 'GET',
  path: '/orders/:id',
  tag: 'orders',
  summary: 'Read an order',
  params: z.object({ id: idSchema }),
  headers: z.object({ 'if-none-match': entityTagsHeader.optional() }),
  responses: {
    200: { description: 'The order as it is now', schema: orderViewSchema, headers: ['ETag'] },
    304: { description: 'The order is still the one that If-None-Match names', headers: ['ETag'] },
  },
} as const satisfies EndpointSpec;

@Controller()
export class ReadOrderController {
  constructor(private readonly reader: OrderReader) {}

  @Endpoint(endpoint)
  async read(@Input() { params, headers }: InputOf<typeof endpoint>): Promise<Reply<OrderView | undefined>> {
    const order = await this.reader.read(params.id);
    if (!order) throw problem('not-found', `There is no order ${params.id}.`);
    const unchanged = isNotModified(headers['if-none-match'], order.version);
    return reply(unchanged ? 304 : 200, unchanged ? undefined : order, { etag: order.version });
  }
}
