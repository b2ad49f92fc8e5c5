import { histogram } from '@platform/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';

const durations = histogram({
  name: 'whereabouts_http_request_duration_seconds',
  help: 'Time from the first byte of a request to the last byte of its answer',
  labels: ['method', 'route', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});

const series = new Map<string, { observe(seconds: number): void }>();

/** Counts an answered request by its route, never by its path: paths are without number. */
export function observeRequest(request: FastifyRequest, reply: FastifyReply): void {
  // How long a stream stays open says nothing about how fast we are.
  if (isStream(reply)) return;
  const route = request.routeOptions.url ?? 'none';
  const key = `${request.method} ${route} ${reply.statusCode}`;
  let observer = series.get(key);
  if (!observer) {
    observer = durations.labels(request.method, route, String(reply.statusCode));
    series.set(key, observer);
  }
  observer.observe(reply.elapsedTime / 1000);
}

function isStream(reply: FastifyReply): boolean {
  return reply.raw.getHeader('content-type') === 'text/event-stream';
}
