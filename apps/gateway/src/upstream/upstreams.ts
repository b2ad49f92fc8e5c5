import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { unlessEnding } from '@platform/http';
import type { GatewayConfiguration } from '@platform/profile';

import type { Limits } from '../limits.js';
import { Upstream } from './upstream.js';

/** All services behind this gateway. */
@Injectable()
export class Upstreams implements OnModuleDestroy {
  readonly all: readonly Upstream[];
  readonly #listeners: ((upstream: Upstream) => void)[] = [];

  constructor({ services }: GatewayConfiguration, limits: Limits) {
    const becameReady = (upstream: Upstream): void => {
      for (const listener of this.#listeners) listener(upstream);
    };
    this.all = services.map(({ name, urls }) => new Upstream(name, urls, limits, becameReady));
  }

  find(name: string): Upstream | undefined {
    return this.all.find((upstream) => upstream.name === name);
  }

  /** Called whenever a replica of a service has become ready. */
  onReady(listener: (upstream: Upstream) => void): void {
    this.#listeners.push(listener);
  }

  /** Has a first look at every replica, and looks on from then on. @throws the reason of `ending` when that aborts before */
  async start(ending?: AbortSignal): Promise<void> {
    await unlessEnding(ending, Promise.all(this.all.map((upstream) => upstream.probe())));
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.all.map((upstream) => upstream.close()));
  }
}
