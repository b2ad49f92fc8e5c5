import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpApplication } from '@platform/http';

import { FakeService } from '../testing/fake-service.js';
import { gatewayOver } from '../testing/gateway-over.js';
import { problemOf } from '../testing/problem-of.js';
import { until } from '../testing/until.js';

describe('a service with two replicas', () => {
  let replicas: [FakeService, FakeService];
  let gateway: HttpApplication;

  beforeEach(async () => {
    replicas = await Promise.all([FakeService.start('a'), FakeService.start('b')]);
    gateway = await gatewayOver({ all: { urls: replicas.map(({ url }) => url) } });
  });
  afterEach(async () => {
    await gateway.close();
    await Promise.all(replicas.map((replica) => replica.kill()));
  });

  const send = (path: string, init?: RequestInit) => fetch(gateway.url + path, init);
  const counts = (): [number, number] => [replicas[0].received.length, replicas[1].received.length];
  const total = () => counts()[0] + counts()[1];
  /** Takes the request and cuts the connection without an answer. */
  const cut = (fake: FakeService, times = Infinity) => {
    const { answer } = fake;
    fake.answer = (received, response, request) => {
      if (times-- > 0) request.socket.destroy();
      else answer(received, response, request);
    };
  };

  it('gets its requests in turn', async () => {
    for (let n = 0; n < 10; n += 1) await send('/orders');
    expect(counts()).toEqual([5, 5]);
  });

  it('gets fewer where more is under way', async () => {
    const [slow, quick] = replicas;
    await Promise.all(Array.from({ length: 4 }, () => send('/orders')));
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    slow.answer = (_received, response) => void held.then(() => response.end());
    const before = counts();
    const pending = Promise.all(Array.from({ length: 2 }, () => send('/orders')));
    try {
      await until(() => slow.received.length > before[0]);
      for (let n = 0; n < 10; n += 1) await send('/orders');
      expect(quick.received.length - before[1]).toBeGreaterThanOrEqual(10);
    } finally {
      release();
    }
    await pending;
  });

  it('loses no safe or keyed request when one of them is killed under load', async () => {
    const ended = new AbortController();
    const statuses = new Map<number, number>();
    const kinds: RequestInit[] = [
      {},
      { method: 'PUT', body: '{}' },
      { method: 'POST', body: '{}', headers: { 'idempotency-key': 'k' } },
      { method: 'DELETE' },
    ];
    for (const replica of replicas)
      replica.answer = (_received, response) => void setTimeout(() => response.end('ok'), Math.random() * 10);
    const clients = Array.from({ length: 16 }, async (_, client) => {
      while (!ended.signal.aborted) {
        const { status } = await send('/carts/1', kinds[client % kinds.length]);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    });
    const enough = (n: number) => until(() => total() > n);
    await enough(200);
    await replicas[0].kill();
    await enough(600);
    await replicas[0].listen();
    const back = counts()[0];
    await until(() => counts()[0] > back + 50);
    ended.abort();
    await Promise.all(clients);
    expect([...statuses.keys()]).toEqual([200]);
  });

  it.each<[string, RequestInit]>([
    ['GET', {}],
    ['HEAD', { method: 'HEAD' }],
    ['PUT', { method: 'PUT', body: 'new' }],
    ['DELETE', { method: 'DELETE' }],
    ['POST with a key', { method: 'POST', body: 'new', headers: { 'idempotency-key': 'k-1' } }],
  ])(
    'is asked again, elsewhere and with the same body, when the answer to %s is lost',
    async (_kind, init) => {
      cut(replicas[0]);
      for (let n = 0; n < 2; n += 1) expect((await send('/carts/1', init)).status).toBe(200);
      expect(replicas[0].received.length).toBeGreaterThan(0);
      expect(replicas[1].received).toHaveLength(2);
      for (const { body, headers } of replicas.flatMap(({ received }) => received)) {
        expect(body).toBe(init.body ?? '');
        expect(headers['idempotency-key']).toBe(
          new Headers(init.headers).get('idempotency-key') ?? undefined,
        );
      }
    },
  );

  it.each<[string, RequestInit]>([
    ['POST without a key', { method: 'POST', body: '{}' }],
    ['PATCH', { method: 'PATCH', body: '{}', headers: { 'if-match': '"1"' } }],
    ['PUT with a condition', { method: 'PUT', body: '{}', headers: { 'if-match': '"1"' } }],
    ['DELETE with a condition', { method: 'DELETE', headers: { 'if-match': '"1"' } }],
  ])('is not asked again when the answer to %s is lost: 503', async (_kind, init) => {
    cut(replicas[0]);
    cut(replicas[1]);
    const response = await send('/carts/1', init);
    expect(await problemOf(response)).toEqual({
      ...{ status: 503, type: 'urn:whereabouts:problem:unavailable', retryAfter: 1 },
      detail: expect.stringContaining('may have been carried out'),
    });
    expect(total()).toBe(1);
  });

  it('is asked for anything by way of another replica when one takes no connections', async () => {
    await replicas[0].kill();
    for (let n = 0; n < 4; n += 1)
      expect((await send('/carts/1', { method: 'POST', body: '{}' })).status).toBe(200);
    expect(replicas[1].received).toHaveLength(4);
  });

  it('is asked no more than three times for an answer that is lost each time', async () => {
    cut(replicas[0]);
    cut(replicas[1]);
    expect((await send('/orders')).status).toBe(503);
    expect(total()).toBe(3);
  });

  it('is not asked again once an answer has begun: the client sees it break off', async () => {
    for (const replica of replicas)
      replica.answer = (_received, response, request) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => request.socket.destroy());
      };
    const response = await send('/orders');
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(total()).toBe(1);
  });

  it('is not asked again for a 503 of its own, which is passed on', async () => {
    for (const replica of replicas)
      replica.answer = (_received, response) => response.writeHead(503, { 'retry-after': '7' }).end('own');
    const response = await send('/orders');
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
      503,
      '7',
      'own',
    ]);
    expect(total()).toBe(1);
  });

  it('gets nothing at a replica that is not ready, as long as another one is', async () => {
    replicas[0].ready = { status: 503, body: { detail: 'Not ready: database:shared.' } };
    await until(
      async () => !(await (await send('/metrics')).text()).includes('ready{service="all",replica="0"} 1'),
    );
    for (let n = 0; n < 6; n += 1) await send('/orders');
    expect(counts()).toEqual([0, 6]);
    replicas[1].ready = replicas[0].ready;
    await until(async () => (await send('/health/ready')).status === 503);
    expect((await send('/orders')).status).toBe(200);
  });

  it('goes on without the replica that hangs, and gives what waits there to another', async () => {
    replicas[0].hangs = true;
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        send('/carts/1', n % 2 ? { method: 'POST', headers: { 'idempotency-key': 'k' } } : {}),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    replicas[0].hangs = false;
    await until(async () => {
      await send('/orders');
      return replicas[0].received.length > 0;
    });
  });

  it('counts what failed and what was sent once more', async () => {
    cut(replicas[0], 1);
    cut(replicas[1], 1);
    await send('/orders');
    const metrics = await (await send('/metrics')).text();
    expect(metrics).toMatch(
      /whereabouts_upstream_failures_total\{service="all",replica="0",fault="reset"\} \d/,
    );
    expect(metrics).toMatch(/whereabouts_upstream_retries_total\{service="all"\} \d/);
    expect(metrics).toMatch(
      /whereabouts_upstream_request_duration_seconds_count\{service="all",status="200"\} \d/,
    );
    expect(metrics).toMatch(/whereabouts_upstream_requests_in_flight\{service="all",replica="0"\} 0/);
  });
});
