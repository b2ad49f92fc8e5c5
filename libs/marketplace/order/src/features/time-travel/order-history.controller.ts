import { Controller } from '@nestjs/common';
import {
  Endpoint,
  type EndpointSpec,
  idSchema,
  Input,
  type InputOf,
  problem,
  reply,
  type Reply,
} from '@platform/http';
import { UnitOfWork } from '@platform/persistence';
import { z } from 'zod';

import { OrderPast } from './order-past.js';
import { type PastEvent, pastEventSchema } from './past-event.js';

const endpoint = {
  method: 'GET',
  path: '/orders/:id/history',
  tag: 'orders',
  summary: 'Read everything that happened to an order',
  description: 'Oldest first. Only where orders are kept as events.',
  params: z.object({ id: idSchema }),
  responses: { 200: { description: 'Its events', schema: z.object({ items: z.array(pastEventSchema) }) } },
  problems: ['history-not-kept'],
} as const satisfies EndpointSpec;

@Controller()
export class OrderHistoryController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly past: OrderPast,
  ) {}

  @Endpoint(endpoint)
  async read(@Input() { params }: InputOf<typeof endpoint>): Promise<Reply<{ items: readonly PastEvent[] }>> {
    const items = await this.uow.read(() => this.past.history(params.id));
    if (items.length === 0) throw problem('not-found', `There is no order ${params.id}.`);
    return reply(200, { items });
  }
}
