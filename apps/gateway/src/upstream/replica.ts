import { componentLogger } from '@platform/observability';
import { Pool } from 'undici';

import type { Limits } from '../limits.js';
import { HangingError } from './hanging-error.js';
import type { Standing } from './standing.js';

const log = componentLogger('upstream');

/** Somebody who waits for the first byte of this replica's answer. */
export interface Waiting {
  /** Told when the replica is known to hang: no answer will come soon. */
  giveUp(cause: Error): void;
}

/** One process of a service: its connections, its standing, and what is under way there. */
export class Replica {
  readonly pool: Pool;
  readonly waiting = new Set<Waiting>();
  /** Requests under way, streams among them. */
  inFlight = 0;
  /** When it last said anything, on the clock of `performance.now()`. */
  heardAt = -Infinity;
  #standing: Standing = { state: 'unknown' };

  constructor(
    readonly service: string,
    readonly index: number,
    readonly url: string,
    limits: Limits,
    private readonly changed: (replica: Replica) => void = () => undefined,
  ) {
    this.pool = new Pool(new URL(url).origin, {
      // As many as there are requests: with a limit, event streams would keep everybody else waiting.
      connections: null,
      pipelining: 1,
      connect: { timeout: limits.connect },
      headersTimeout: limits.answer,
      bodyTimeout: limits.silence,
    });
  }

  get standing(): Standing {
    return this.#standing;
  }

  heard(): void {
    this.heardAt = performance.now();
  }

  learn(standing: Standing): void {
    const before = this.#standing;
    this.#standing = standing;
    if (before.state === standing.state) return;
    const { service, index, url } = this;
    const level = standing.state === 'ready' ? 'info' : 'warn';
    log[level](
      { service, replica: index, url, ...('reason' in standing && { reason: standing.reason }) },
      `replica is ${standing.state}`,
    );
    this.changed(this);
  }

  /** It takes connections and says nothing: who waits for an answer is told, and may ask another. */
  learnThatItHangs(reason: string): void {
    this.learn({ state: 'down', reason });
    for (const each of [...this.waiting]) each.giveUp(new HangingError(reason));
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}
