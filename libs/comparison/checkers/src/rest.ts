import { setTimeout as pause } from 'node:timers/promises';
import type { Deployment } from '@comparison/protocol';
import { Agent, request } from 'undici';
import type { LedgerReader } from './invariants/database-snapshot.js';
import type { RestReader } from './invariants/rest-snapshot.js';
import type { LedgerEntry } from './resources.js';

const TRIES = 5;
const PAUSE_MS = 500;
const WITHIN_MS = 10_000;

/** Reads a deployment's resources and its provider's ledger. */
export class Rest implements RestReader, LedgerReader {
  readonly #agent = new Agent({ connections: 16, headersTimeout: WITHIN_MS, bodyTimeout: WITHIN_MS });

  constructor(private readonly deployment: Deployment) {}

  /** Asks a few times: a part that was started again may take a moment to be found. @throws Error when there is no 200 */
  async get<Body>(path: string): Promise<Body> {
    const { origin } = await this.deployment.run();
    return (await this.#read(`${origin}${path}`)) as Body;
  }

  async ledger(): Promise<LedgerEntry[]> {
    const { provider } = await this.deployment.run();
    return ((await this.#read(`${provider.url}/ledger`)) as { entries: LedgerEntry[] }).entries;
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #read(url: string): Promise<unknown> {
    let last: unknown;
    for (let tried = 0; tried < TRIES; tried += 1) {
      if (tried > 0) await pause(PAUSE_MS);
      try {
        const { statusCode, body } = await request(url, { dispatcher: this.#agent });
        if (statusCode === 200) return await body.json();
        last = `it answered ${statusCode}: ${(await body.text()).slice(0, 200)}`;
      } catch (error) {
        last = (error as Error).message;
      }
    }
    throw new Error(`${url} cannot be read: ${String(last)}`);
  }
}
