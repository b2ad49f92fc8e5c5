import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '@platform/http';
import { setTimeout as after } from 'node:timers/promises';

import type { Upstream } from '../upstream/upstream.js';
import { Upstreams } from '../upstream/upstreams.js';

/** Below the limit of a check: who hangs is shown as it was known last. */
const PATIENCE_MS = 700;

/** Makes `/health/ready` speak for all services: each with its replicas, and what each of those says. */
@Injectable()
export class ServiceHealth implements OnModuleInit {
  constructor(
    private readonly upstreams: Upstreams,
    private readonly health: HealthRegistry,
  ) {}

  onModuleInit(): void {
    for (const upstream of this.upstreams.all)
      this.health.register(`service:${upstream.name}`, () => stateOf(upstream));
  }
}

async function stateOf(upstream: Upstream) {
  const patience = new AbortController();
  await Promise.race([
    upstream.probe(),
    after(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
  const replicas = upstream.replicas.map(({ index, standing: { state, ...said } }) => ({
    replica: index,
    status: state === 'ready' ? ('up' as const) : ('down' as const),
    state,
    ...said,
  }));
  return { status: upstream.isReady ? ('up' as const) : ('down' as const), replicas };
}
