import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { ParkedKey } from '../parked-key.js';

/** A key with three messages, versions 2 to 4. */
export function parkedKeyOf(consumer: string, streamId: string): ParkedKey {
  return {
    ...{ consumer, sourceModule: 'product', channel: 'events', streamId, attempts: 3, messages: 3 },
    ...{ error: 'Error: no such currency', firstVersion: 2, firstType: 'product.created' },
    parkedAt: '2026-01-01T00:00:00.000Z',
  };
}

/** Stands in for a service's admin routes: keeps keys as the real one does. */
export class FakeAdmin {
  /** Stream whose replay fails. */
  failing = '';

  /** Origin, known still when it is stopped. */
  readonly url: string;

  private constructor(
    public keys: ParkedKey[],
    private readonly server: Server,
  ) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(keys: ParkedKey[]): Promise<FakeAdmin> {
    const server = createServer((request, response) => {
      void (request.method === 'POST' ? json(request) : Promise.resolve(undefined)).then((body) => {
        const answer = admin.#answer(new URL(request.url ?? '', admin.url).pathname, body);
        if (answer === undefined) response.statusCode = 404;
        response.end(JSON.stringify(answer ?? { title: 'Not found', detail: 'Nothing is parked there.' }));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const admin = new FakeAdmin(keys, server);
    return admin;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  #answer(path: string, body: unknown): object | undefined {
    if (path === '/admin/messages/parked') return { items: this.keys };
    const { streamId, consumer, upTo } = body as { streamId: string; consumer: string; upTo?: number };
    const key = this.keys.find((known) => known.streamId === streamId && known.consumer === consumer);
    if (!key) return undefined;
    const { messages, firstVersion } = key;
    if (path.endsWith('/replay')) {
      if (streamId === this.failing)
        return { replayed: 0, remaining: messages, error: 'Error: still no such currency' };
      this.#keep(key, messages);
      return { replayed: messages, remaining: 0 };
    }
    if (!path.endsWith('/discard')) return undefined;
    const discarded = upTo === undefined ? messages : Math.min(messages, upTo - firstVersion + 1);
    this.#keep(key, discarded);
    return { discarded };
  }

  #keep(key: ParkedKey, gone: number): void {
    const left = { ...key, messages: key.messages - gone, firstVersion: key.firstVersion + gone };
    this.keys = this.keys.flatMap((known) => (known === key ? (left.messages > 0 ? [left] : []) : [known]));
  }
}
