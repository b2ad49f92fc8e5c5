import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { Endpoint } from '../endpoint/endpoint.decorator.js';
import { type Reply, reply } from '../endpoint/reply.js';
import { problem } from '../problems/problem.js';
import { HealthRegistry } from './health-registry.js';

const checkSchema = z.looseObject({ status: z.enum(['up', 'down']) });

@Controller()
export class HealthController {
  constructor(private readonly health: HealthRegistry) {}

  @Endpoint({
    method: 'GET',
    path: '/health/live',
    tag: 'operations',
    summary: 'Whether the process runs at all',
    responses: { 200: { description: 'It does', schema: z.object({ status: z.literal('live') }) } },
  })
  live(): Reply {
    return reply(200, { status: 'live' });
  }

  @Endpoint({
    method: 'GET',
    path: '/health/ready',
    tag: 'operations',
    summary: 'Whether requests can be served',
    description: 'A 503 carries `checks` in its problem details: each part, up or down, and the reason.',
    responses: {
      200: {
        description: 'They can',
        schema: z.object({ status: z.literal('ready'), checks: z.record(z.string(), checkSchema) }),
      },
    },
    problems: ['not-ready'],
  })
  async ready(): Promise<Reply> {
    const { ready, checks } = await this.health.check();
    if (ready) return reply(200, { status: 'ready', checks });
    const down = Object.keys(checks).filter((name) => checks[name]?.status === 'down');
    throw problem('not-ready', `Not ready: ${down.join(', ')}.`, {
      retryAfterSeconds: 1,
      members: { checks },
    });
  }
}
