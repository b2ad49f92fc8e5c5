import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as after } from 'node:timers/promises';

/** A request as the fake got it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answering = (received: Received, response: ServerResponse, request: IncomingMessage) => void;

/** Says who it is and what it got. */
const echo =
  (name: string): Answering =>
  (received, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ name, ...received }));
  };

/** A small HTTP server in the place of a service, which does what a test tells it. */
export class FakeService {
  /** Everything but health checks and documents. */
  readonly received: Received[] = [];
  answer: Answering;
  ready: { status: number; body: object } = { status: 200, body: { status: 'ready', checks: {} } };
  document: object | undefined;
  /** Takes requests and answers nothing at all, as a stopped process does. */
  hangs = false;
  #server: Server | undefined;
  #port = 0;

  constructor(readonly name: string) {
    this.answer = echo(name);
  }

  static async start(name: string): Promise<FakeService> {
    const fake = new FakeService(name);
    await fake.listen();
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens at the address that it had before. */
  async listen(): Promise<void> {
    const server = createServer(this.#handle);
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    const address = server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
  }

  /** Ends as a killed process does: nobody listens, and every connection is cut. */
  async kill(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  /** How many connections are open; waits for those that are being closed. */
  async connections(): Promise<number> {
    const count = () =>
      new Promise<number>((resolve, reject) => {
        if (!this.#server) resolve(0);
        this.#server?.getConnections((error, open) => (error ? reject(error) : resolve(open)));
      });
    for (let tries = 0; tries < 50 && (await count()) > 0; tries += 1) await after(10);
    return count();
  }

  readonly #handle: RequestListener = (request, response) => {
    void this.#serve(request, response).catch(() => undefined);
  };

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.hangs) return;
    const { method = '', url = '', headers } = request;
    if (url === '/health/ready') {
      json(response, this.ready.status, this.ready.body);
      return;
    }
    if (url === '/openapi.json') {
      json(response, this.document ? 200 : 404, this.document ?? { title: 'no document' });
      return;
    }
    const received = { method, url, headers, body: (await buffer(request)).toString() };
    this.received.push(received);
    this.answer(received, response, request);
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
