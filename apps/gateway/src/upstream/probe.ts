import { Client, errors } from 'undici';
import { z } from 'zod';

import type { Limits } from '../limits.js';
import type { Replica } from './replica.js';
import type { Standing } from './standing.js';

const readiness = z.object({
  detail: z.string().optional(),
  checks: z.record(z.string(), z.unknown()).optional(),
});

/** Asks a replica for `/health/ready` again and again, each time over a connection of its own. */
export class Probe {
  readonly #client: Client;
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly replica: Replica,
    private readonly limits: Limits,
  ) {
    this.#client = new Client(new URL(replica.url).origin, {
      pipelining: 0, // no keep-alive
      connect: { timeout: limits.probe },
    });
  }

  /** Asks now, or joins who is asking, and goes on asking. */
  now(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    clearTimeout(this.#timer);
    return (this.#underWay ??= this.#ask().finally(() => {
      this.#underWay = undefined;
      if (this.#stopped) return;
      const { probePause, urgentProbePause } = this.limits;
      const pause = this.replica.standing.state === 'ready' ? probePause : urgentProbePause;
      this.#timer = setTimeout(() => void this.now(), pause);
    }));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#client.destroy();
  }

  async #ask(): Promise<void> {
    const begun = performance.now();
    // A connection may break, and an answer be late, for reasons that pass; a second time they hardly do.
    for (const last of [false, true]) {
      const late = AbortSignal.timeout(this.limits.probe);
      try {
        this.replica.learn(await this.#answer(late));
        return;
      } catch (error) {
        if (this.#stopped) return;
        if (!late.aborted && (last || isConnectFailure(error))) {
          this.replica.learn({ state: 'down', reason: reasonOf(error) });
          return;
        }
      }
    }
    // Busy, then, but not hanging: it has answered somebody else meanwhile.
    if (this.replica.heardAt > begun) return;
    this.replica.learnThatItHangs('no answer in time');
  }

  async #answer(signal: AbortSignal): Promise<Standing> {
    const { statusCode, body } = await this.#client.request({ method: 'GET', path: '/health/ready', signal });
    const said = readiness.safeParse(parse(await body.text()));
    const { detail, checks } = said.success ? said.data : {};
    const details = checks && { checks };
    if (statusCode === 200) return { state: 'ready', ...details };
    return { state: 'not-ready', reason: detail ?? `answers ${statusCode}`, ...details };
  }
}

/** No connection came about: nothing was sent, and nobody listens there. */
function isConnectFailure(error: unknown): boolean {
  return (
    error instanceof errors.ConnectTimeoutError ||
    (error instanceof Error && 'syscall' in error && error.syscall === 'connect')
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
