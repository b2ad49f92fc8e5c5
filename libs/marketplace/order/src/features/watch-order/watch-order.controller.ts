import { Controller } from '@nestjs/common';
import {
  Endpoint,
  type EndpointSpec,
  type EventStream,
  eventStream,
  idSchema,
  Input,
  type InputOf,
  lastEventIdHeader,
  problem,
} from '@platform/http';
import { z } from 'zod';

import { OrderReader } from '../../contract/index.js';
import { OrderEvents } from './order-events.js';
import { orderSignalSchema } from './order-signal.js';

const endpoint = {
  method: 'GET',
  path: '/orders/:id/events',
  tag: 'orders',
  summary: 'Watch an order',
  description:
    "The order's events from its start, or after Last-Event-ID, as they happen. The stream ends after `order.delivered`, " +
    '`order.rejected` or `order.payment-failed`.',
  params: z.object({ id: idSchema }),
  headers: z.object({ 'last-event-id': lastEventIdHeader }),
  responses: {
    200: {
      description: 'Server-sent events: `id` is the version, `event` the type',
      schema: orderSignalSchema,
      contentType: 'text/event-stream',
    },
  },
} as const satisfies EndpointSpec;

@Controller()
export class WatchOrderController {
  constructor(
    private readonly reader: OrderReader,
    private readonly events: OrderEvents,
  ) {}

  @Endpoint(endpoint)
  async watch(@Input() { params, headers }: InputOf<typeof endpoint>): Promise<EventStream> {
    if (!(await this.reader.read(params.id))) throw problem('not-found', `There is no order ${params.id}.`);
    return eventStream((signal) => this.events.follow(params.id, headers['last-event-id'], signal));
  }
}
