import { counter, gauge, histogram } from '@platform/observability';
import type { FastifyReply } from 'fastify';

import type { Fault } from '../forwarding/fault.js';
import type { Replica } from '../upstream/replica.js';
import type { Upstream } from '../upstream/upstream.js';

const durations = histogram({
  name: 'whereabouts_upstream_request_duration_seconds',
  help: 'From sending a request to a service to the end of its answer, retries included; streams left out.',
  labels: ['service', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});
const failures = counter({
  name: 'whereabouts_upstream_failures_total',
  help: 'Requests to a replica that got no answer, by what was behind it.',
  labels: ['service', 'replica', 'fault'],
});
const retries = counter({
  name: 'whereabouts_upstream_retries_total',
  help: 'Requests that were sent to a service once more.',
  labels: ['service'],
});

const series = new Map<string, { observe(seconds: number): void }>();

export function observeAnswer(service: string, { raw }: FastifyReply, ms: number): void {
  if (raw.getHeader('content-type') === 'text/event-stream') return;
  const key = `${service} ${raw.statusCode}`;
  let observer = series.get(key);
  if (!observer) {
    observer = durations.labels(service, String(raw.statusCode));
    series.set(key, observer);
  }
  observer.observe(ms / 1_000);
}

export function countFailure({ service, index }: Replica, fault: Fault): void {
  failures.inc({ service, replica: String(index), fault });
}

export function countRetry(service: string): void {
  retries.inc({ service });
}

/** What is read when the metrics are: how each replica stands. */
export function registerUpstreamGauges(upstreams: readonly Upstream[]): void {
  const eachReplica = (
    show: (labels: { service: string; replica: string }, replica: Replica) => void,
  ): void => {
    for (const { name, replicas } of upstreams)
      for (const replica of replicas) show({ service: name, replica: String(replica.index) }, replica);
  };
  gauge(
    {
      name: 'whereabouts_upstream_ready',
      help: 'Whether a replica said that it is ready when it was last asked.',
      labels: ['service', 'replica'],
    },
    (ready) => {
      eachReplica((labels, { standing }) => ready.set(labels, standing.state === 'ready' ? 1 : 0));
    },
  );
  gauge(
    {
      name: 'whereabouts_upstream_requests_in_flight',
      help: 'Requests under way at a replica, streams among them.',
      labels: ['service', 'replica'],
    },
    (requests) => {
      eachReplica((labels, { inFlight }) => requests.set(labels, inFlight));
    },
  );
}
