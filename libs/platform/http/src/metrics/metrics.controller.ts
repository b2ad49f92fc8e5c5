import { Controller } from '@nestjs/common';
import { metrics } from '@platform/observability';
import { Endpoint } from '../endpoint/endpoint.decorator.js';
import { Reply } from '../endpoint/reply.js';

@Controller()
export class MetricsController {
  @Endpoint({
    method: 'GET',
    path: '/metrics',
    tag: 'operations',
    summary: 'Metrics in the text format of Prometheus',
    responses: { 200: { description: 'The metrics', contentType: 'text/plain' } },
  })
  async read(): Promise<Reply> {
    return new Reply(200, await metrics.metrics(), { 'content-type': metrics.contentType });
  }
}
