import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  Endpoint,
  type EndpointSpec,
  idSchema,
  Input,
  type InputOf,
  reply,
  type Reply,
} from '@platform/http';
import { z } from 'zod';

import { type ShipmentView, shipmentViewSchema } from '../../contract/index.js';
import { ReadShipments } from './read-shipments.query.js';

const endpoint = {
  method: 'GET',
  path: '/shipments',
  tag: 'shipments',
  summary: 'Read the shipments of an order',
  query: z.object({ orderId: idSchema }),
  responses: {
    200: {
      description: 'The shipment of the order, or none',
      schema: z.object({ items: z.array(shipmentViewSchema) }),
    },
  },
} as const satisfies EndpointSpec;

@Controller()
export class ReadShipmentsController {
  constructor(private readonly queries: QueryBus) {}

  @Endpoint(endpoint)
  async read(@Input() { query }: InputOf<typeof endpoint>): Promise<Reply<{ items: ShipmentView[] }>> {
    return reply(200, { items: await this.queries.execute(new ReadShipments(query.orderId)) });
  }
}
