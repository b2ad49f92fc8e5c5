import { Agent, request } from 'undici';
import type { Problem } from '@comparison/checkers/stored';
import { ApiDocument, type OpenApi } from './api-document.js';

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed where it is JSON; else the text, or undefined when there is none. */
  readonly body: Body;
  readonly text: string;
}

export interface Sending {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly raw?: string | Buffer;
  readonly signal?: AbortSignal;
}

/** An answer that is not the one that was counted on. */
export class UnexpectedAnswer extends Error {
  constructor(
    readonly answer: Answer,
    what: string,
  ) {
    super(`${what} answered ${answer.status}: ${answer.text.slice(0, 1_000)}`);
  }
}

/** A REST client that checks every answer it gets against the API's own document. */
export class Client {
  private constructor(
    readonly origin: string,
    readonly api: ApiDocument,
    private readonly agent: Agent,
  ) {}

  static async connect(origin: string, connections = 64): Promise<Client> {
    // Outages are part of what is tested: a connection that a server dropped must not be handed out again for long.
    const agent = new Agent({
      connections,
      keepAliveTimeout: 2_000,
      headersTimeout: 45_000,
      bodyTimeout: 45_000,
    });
    const { body } = await request(`${origin}/openapi.json`, { dispatcher: agent });
    return new Client(origin, new ApiDocument((await body.json()) as OpenApi), agent);
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  async send<Body = unknown>(method: string, path: string, sending: Sending = {}): Promise<Answer<Body>> {
    const answer = await this.sendUnchecked<Body>(method, path, sending);
    this.api.verify({ ...answer, method, path });
    return answer;
  }

  /** For what the document does not tell of. */
  async sendUnchecked<Body = unknown>(
    method: string,
    path: string,
    sending: Sending = {},
  ): Promise<Answer<Body>> {
    const { body, raw, signal } = sending;
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const headers = {
      ...(payload !== undefined && { 'content-type': 'application/json' }),
      ...sending.headers,
    };
    const response = await request(`${this.origin}${path}`, {
      method: method,
      dispatcher: this.agent,
      headers,
      body: payload ?? null,
      signal: signal ?? null,
    });
    const text = await response.body.text();
    const answered = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join() : value,
      ]),
    );
    const isJson = /json(;|$)/.test(answered['content-type'] ?? '');
    const parsed: unknown = isJson ? JSON.parse(text) : text === '' ? undefined : text;
    return { status: response.statusCode, headers: answered, body: parsed as Body, text };
  }

  /** The body of an answer that must have one of `statuses`. @throws UnexpectedAnswer */
  async expect<Body>(
    statuses: readonly number[],
    method: string,
    path: string,
    sending?: Sending,
  ): Promise<Body> {
    const answer = await this.send<Body>(method, path, sending);
    if (!statuses.includes(answer.status)) throw new UnexpectedAnswer(answer, `${method} ${path}`);
    return answer.body;
  }

  get<Body>(path: string): Promise<Body> {
    return this.expect([200], 'GET', path);
  }

  put<Body>(path: string, body: unknown): Promise<Body> {
    return this.expect([200, 201], 'PUT', path, { body });
  }
}

/** The name of a problem's type, without what all have in common. */
export function problemType({ body }: Answer): string | undefined {
  return (body as Partial<Problem> | undefined)?.type?.split(':').at(-1);
}
