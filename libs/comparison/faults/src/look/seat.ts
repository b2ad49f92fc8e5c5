import type { Deployment, RunFile } from '@comparison/protocol';
import pg from 'pg';
import { Agent, request } from 'undici';
import { untilReady, type Surroundings } from '../processes/take-down.js';

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Body;
}

export interface Sending {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** How the payment provider behaves; what is left out is that of an honest one. */
export interface Behaviour {
  readonly declineRate?: number;
  readonly delayMs?: number;
  readonly hangRate?: number;
  readonly loseReplyRate?: number;
  readonly seed?: number;
}

export interface LedgerEntry {
  readonly type: 'charge' | 'refund';
  readonly orderId: string;
  readonly status: 'captured' | 'declined' | 'refunded';
}

/** As long as anybody may take who answers at all. */
const ANSWER_MS = 10_000;
/** As long as a database may. */
const QUERY_MS = 3_000;

/** From where a deployment is watched: its API, and past it the databases and the payment provider. */
export class Seat implements Surroundings {
  readonly #agent = new Agent({
    connections: 32,
    keepAliveTimeout: 2_000,
  });
  readonly #pools = new Map<string, pg.Pool>();

  /** @param past addresses of databases that the deployment itself reaches another way, by name */
  constructor(
    private readonly deployment: Deployment,
    private readonly past: Readonly<Record<string, string>> = {},
    readonly signal?: AbortSignal,
  ) {}

  get directory(): string {
    return this.deployment.directory;
  }

  run(): Promise<RunFile> {
    return this.deployment.run();
  }

  async isReady(): Promise<boolean> {
    return (await this.send('GET', '/health/ready', { signal: AbortSignal.timeout(6_000) })).status === 200;
  }

  async send<Body = unknown>(method: string, path: string, sending: Sending = {}): Promise<Answer<Body>> {
    const { origin } = await this.run();
    return this.#ask<Body>(`${origin}${path}`, method, sending);
  }

  /** The body of an answer with success. @throws Error with the status otherwise */
  async expect<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await this.send<Body>(method, path, body === undefined ? {} : { body });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}`);
    return answer.body;
  }

  /** Rows of a statement in the database of `module`. @throws Error soon, where that one is away */
  async rows<Row extends pg.QueryResultRow>(
    module: string,
    sql: string,
    parameters: readonly unknown[],
  ): Promise<Row[]> {
    const database = (await this.run()).databases.find(({ modules }) => modules.includes(module));
    if (!database) throw new Error(`run.json names no database of module ${module}`);
    const pool = this.#pool(this.past[database.name] ?? database.url);
    return (await pool.query<Row>(sql, [...parameters])).rows;
  }

  async behaviour(): Promise<Behaviour> {
    const { provider } = await this.run();
    return (await this.#ask<Behaviour>(`${provider.url}/behaviour`, 'GET')).body;
  }

  async behave(behaviour: Behaviour): Promise<void> {
    const { provider } = await this.run();
    const signal = AbortSignal.timeout(5_000);
    const { status } = await this.#ask(`${provider.url}/behaviour`, 'PUT', { body: behaviour, signal });
    if (status !== 200) throw new Error(`The payment provider answered ${status} to another behaviour.`);
  }

  async ledgerOf(order: string): Promise<readonly LedgerEntry[]> {
    const { provider } = await this.run();
    const { body } = await this.#ask<{ entries: LedgerEntry[] }>(`${provider.url}/ledger`, 'GET');
    return body.entries.filter(({ orderId }) => orderId === order);
  }

  untilReady(): Promise<boolean> {
    return untilReady(this);
  }

  async close(): Promise<void> {
    // A server that is away would let an orderly end wait.
    await Promise.allSettled([this.#agent.destroy(), ...[...this.#pools.values()].map((pool) => pool.end())]);
    this.#pools.clear();
  }

  async #ask<Body>(
    url: string,
    method: string,
    { headers, body, signal }: Sending = {},
  ): Promise<Answer<Body>> {
    const answer = await request(url, {
      method,
      dispatcher: this.#agent,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? AbortSignal.timeout(ANSWER_MS),
    });
    const text = await answer.body.text();
    const isJson = /json(;|$)/.test(String(answer.headers['content-type'] ?? ''));
    const parsed: unknown = isJson ? JSON.parse(text) : undefined;
    return { status: answer.statusCode, headers: answer.headers, body: parsed as Body };
  }

  #pool(url: string): pg.Pool {
    const known = this.#pools.get(url);
    if (known) return known;
    const pool = new pg.Pool({
      connectionString: url,
      max: 4,
      connectionTimeoutMillis: QUERY_MS,
      query_timeout: QUERY_MS,
      application_name: 'whereabouts faults',
    });
    // A server that is taken down takes idle connections with it; the next query opens another.
    pool.on('error', () => undefined);
    this.#pools.set(url, pool);
    return pool;
  }
}
