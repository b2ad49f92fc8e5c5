import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deliverAll } from './deliver-all.js';

describe('packages that are left over', () => {
  let server: Server | undefined;
  let asked = 0;
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  /** @param answer by how often it was asked */
  async function shop(answer: (times: number) => { status: number; body: unknown } | undefined) {
    asked = 0;
    server = createServer((request, response) => {
      asked += 1;
      const answered = answer(asked);
      if (answered) response.writeHead(answered.status).end(JSON.stringify(answered.body));
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const deliver = (origin: string, { signal = new AbortController().signal, limitMs = 10_000 } = {}) =>
    deliverAll(origin, signal, limitMs);
  const some = (count: number) => ({
    status: 200,
    body: { delivered: Array.from({ length: count }, () => ({})) },
  });

  it('are delivered until a run finds none', async () => {
    expect(await deliver(await shop((times) => some(times < 4 ? 10 : 0)))).toBe(true);
    expect(asked).toBe(4);
  });

  it('stay where deliveries are refused', async () => {
    expect(await deliver(await shop(() => ({ status: 503, body: { type: 'about:blank' } })))).toBe(false);
    expect(asked).toBe(1);
  });

  it('stay where nobody answers in time', async () => {
    expect(await deliver(await shop(() => undefined), { limitMs: 200 })).toBe(false);
  });

  it('stay when all is interrupted, which is told', async () => {
    const controller = new AbortController();
    const origin = await shop(() => {
      controller.abort(new Error('It was interrupted.'));
      return undefined;
    });
    await expect(deliver(origin, { signal: controller.signal })).rejects.toThrow('It was interrupted.');
  });
});
