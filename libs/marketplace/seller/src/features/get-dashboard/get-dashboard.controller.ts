import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Endpoint, idSchema, Input, type InputOf, reply, type Reply } from '@platform/http';
import { z } from 'zod';

import { dashboardSchema } from '../../contract/index.js';
import { GetDashboard } from './get-dashboard.query.js';

const endpoint = {
  method: 'GET',
  path: '/sellers/:id/dashboard',
  tag: 'sellers',
  summary: 'Look at the open orders of a seller',
  description: 'Orders that are approved or in transit, an entry per line. They follow the orders by event.',
  params: z.object({ id: idSchema }),
  responses: { 200: { description: 'The dashboard', schema: dashboardSchema } },
} as const;

@Controller()
export class GetDashboardController {
  constructor(private readonly queries: QueryBus) {}

  @Endpoint(endpoint)
  async get(@Input() { params }: InputOf<typeof endpoint>): Promise<Reply> {
    return reply(200, await this.queries.execute(new GetDashboard(params.id)));
  }
}
