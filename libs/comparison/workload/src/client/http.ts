import { Pool } from 'undici';

export interface Answer {
  readonly status: number;
  /** The JSON body; undefined where there is none, or it is none. */
  readonly body: unknown;
}

/** There is no answer to judge by: what was asked for may have happened. */
export class NoAnswer extends Error {
  constructor(
    /** `timeout`, `cut off` when it was ourselves, or the code of the error: `ECONNRESET`. */
    readonly why: string,
  ) {
    super(why);
  }
}

export interface Sending {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly withinMs: number;
}

const CONNECT_MS = 5_000;

/** JSON over kept-alive connections, one request at a time on each. */
export class Http {
  requests = 0;
  private readonly pool: Pool;

  constructor(origin: string, connections: number) {
    this.pool = new Pool(origin, { connections, pipelining: 1, connect: { timeout: CONNECT_MS } });
  }

  /** @throws NoAnswer */
  async send(method: string, path: string, { body, headers = {}, withinMs }: Sending): Promise<Answer> {
    this.requests += 1;
    try {
      const response = await this.pool.request({
        ...{ method, path, headersTimeout: withinMs, bodyTimeout: withinMs },
        headers: body ? { ...headers, 'content-type': 'application/json' } : headers,
        body: body ? JSON.stringify(body) : null,
      });
      return { status: response.statusCode, body: parsed(await response.body.text()) };
    } catch (error) {
      throw new NoAnswer(whyOf(error));
    }
  }

  /** Breaks off what is under way. */
  destroy(): Promise<void> {
    return this.pool.destroy();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function whyOf(error: unknown): string {
  const { code = '', cause } = error as {
    readonly code?: string;
    readonly cause?: { readonly code?: string };
  };
  if (/_TIMEOUT$/.test(code)) return 'timeout';
  if (['UND_ERR_DESTROYED', 'UND_ERR_CLOSED', 'UND_ERR_ABORTED'].includes(code)) return 'cut off';
  // Undici's own name for a connection that the other side closed.
  if (code === 'UND_ERR_SOCKET') return cause?.code ?? 'ECONNRESET';
  return code || String(error);
}
