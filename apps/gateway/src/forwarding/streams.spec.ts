import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpApplication } from '@platform/http';
import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { FakeService } from '../testing/fake-service.js';
import { gatewayOver } from '../testing/gateway-over.js';
import { until } from '../testing/until.js';

describe('an answer that comes in pieces', () => {
  let orders: FakeService;
  let gateway: HttpApplication;
  /** The service's end of the stream. */
  let stream: Promise<ServerResponse>;

  beforeEach(async () => {
    orders = await FakeService.start('all');
    const opened = Promise.withResolvers<ServerResponse>();
    stream = opened.promise;
    orders.answer = (_received, response) => {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        connection: 'close',
        'cache-control': 'no-store',
      });
      response.flushHeaders();
      opened.resolve(response);
    };
    gateway = await gatewayOver(
      { all: { urls: [orders.url] } },
      { limits: { silence: 1_500, answer: 1_000 } },
    );
  });
  afterEach(async () => {
    await gateway.close();
    await orders.kill();
  });

  const open = (init?: RequestInit) => fetch(`${gateway.url}/orders/1/events`, init);
  const readerOf = (response: Response) => {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    return async () => (await reader?.read())?.value;
  };

  it('shows its head before there is an event, and each event as it comes', async () => {
    const response = await open({ headers: { 'last-event-id': '2' } });
    expect(orders.received[0]?.headers['last-event-id']).toBe('2');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...{ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'transfer-encoding': 'chunked' },
    });
    const read = readerOf(response);
    const source = await stream;
    for (const event of ['id: 3\ndata: {}\n\n', ': keep-alive\n\n', 'id: 4\ndata: {}\n\n']) {
      source.write(event);
      expect(await read()).toBe(event);
    }
    source.end();
    expect(await read()).toBeUndefined();
  });

  it('lives longer than an answer may take to begin, as long as it says something', async () => {
    const read = readerOf(await open());
    const source = await stream;
    const heartbeat = setInterval(() => source.write(': keep-alive\n\n'), 300);
    try {
      const end = performance.now() + 3_500;
      while (performance.now() < end) expect(await read()).toContain(': keep-alive\n\n');
    } finally {
      clearInterval(heartbeat);
    }
  });

  it('is cut when it has been silent for too long', async () => {
    const read = readerOf(await open());
    (await stream).write('id: 1\ndata: {}\n\n');
    expect(await read()).toContain('id: 1');
    await expect(read()).rejects.toThrow();
  });

  it('ends at the service when the client leaves', async () => {
    const client = new AbortController();
    const response = await open({ signal: client.signal });
    const source = await stream;
    const closed = once(source, 'close');
    client.abort();
    await closed;
    expect(source.writableFinished).toBe(false);
    await expect(response.text()).rejects.toThrow();
  });

  it('is not waited for when the gateway stops: it ends whole', async () => {
    const read = readerOf(await open());
    const source = await stream;
    source.write('id: 1\ndata: {}\n\n');
    expect(await read()).toContain('id: 1');
    const began = performance.now();
    const closing = gateway.close();
    expect(await read()).toBeUndefined();
    await closing;
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('does not pile up in the gateway when the client is slow', async () => {
    let written = 0;
    orders.answer = (_received, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const piece = Buffer.alloc(64 * 1024, 'x');
      const more = (): void => {
        while (written < 256 * 1024 * 1024) {
          written += piece.length;
          if (!response.write(piece)) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    };
    const [response] = (await once(get(`${gateway.url}/orders`), 'response')) as [IncomingMessage];
    response.pause();
    // Nothing more for a quarter of a second: whoever buffers without bound would go on.
    let [before, unchanged] = [0, 0];
    await until(() => {
      unchanged = written > 0 && written === before ? unchanged + 1 : 0;
      before = written;
      return unchanged === 25;
    });
    expect(written).toBeLessThan(64 * 1024 * 1024);
    response.destroy();
  });
});

describe('a client that leaves before it was answered', () => {
  it('has its request aborted at the service', async () => {
    const carts = await FakeService.start('all');
    const gateway = await gatewayOver({ all: { urls: [carts.url] } });
    try {
      const gone = Promise.withResolvers<undefined>();
      carts.answer = (_received, response) => response.once('close', () => gone.resolve(undefined));
      const client = new AbortController();
      const sent = fetch(`${gateway.url}/carts/1/checkout`, {
        method: 'POST',
        headers: { 'idempotency-key': 'k' },
        signal: client.signal,
      });
      await until(() => carts.received.length === 1);
      client.abort();
      await expect(sent).rejects.toThrow();
      await gone.promise;
      expect(carts.received).toHaveLength(1);
    } finally {
      await gateway.close();
      await carts.kill();
    }
  });
});
