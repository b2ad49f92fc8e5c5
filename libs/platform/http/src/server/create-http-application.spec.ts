import { once } from 'node:events';
import { request as send } from 'node:http';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { Controller, type DynamicModule, Module } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { currentContext, type WorkContext } from '@platform/observability';
import { z } from 'zod';
import {
  createHttpApplication,
  Endpoint,
  eventStream,
  HealthRegistry,
  HttpModule,
  Input,
  lastEventIdHeader,
  reply,
} from '../index.js';
import type { HttpApplication, InputOf, ProblemDetails, ServerSentEvent } from '../index.js';

/** Opens when the test says so. */
class Gate {
  readonly entered = Promise.withResolvers<undefined>();
  readonly open = Promise.withResolvers<undefined>();
}
const around: WorkContext[] = [];
let gate = new Gate();
let streamEnded = Promise.withResolvers<string>();

const route = {
  method: 'GET',
  tag: 't',
  summary: 's',
  responses: { 200: { description: 'd', schema: z.unknown() } },
} as const;
const events = {
  ...route,
  path: '/events',
  headers: z.object({ 'last-event-id': lastEventIdHeader }),
  query: z.object({ endless: z.string().optional() }),
} as const;

async function* numbers(
  after: number,
  endless: boolean,
  signal: AbortSignal,
): AsyncGenerator<ServerSentEvent> {
  try {
    for (let version = after + 1; version <= 3; version += 1)
      yield { id: version, event: 'number', data: { version } };
    if (endless) await once(signal, 'abort');
  } finally {
    streamEnded.resolve(signal.aborted ? 'aborted' : 'complete');
  }
}

@Controller()
class TestController {
  @Endpoint({ ...route, path: '/slow' })
  async slow() {
    gate.entered.resolve(undefined);
    await gate.open.promise;
    return reply(200, { done: true });
  }
  @Endpoint({ ...route, path: '/context', method: 'POST', body: z.object({}) })
  async context() {
    await Promise.resolve();
    return reply(200, currentContext());
  }
  @Endpoint({ ...route, path: '/wait' })
  async wait(@Input() { request }: InputOf<{ readonly path: '/wait' }>) {
    gate.entered.resolve(undefined);
    await once(request.signal, 'abort');
    streamEnded.resolve('aborted');
    return reply(200, { cut: 'short' });
  }
  @Endpoint(events)
  events(@Input() { headers, query }: InputOf<typeof events>) {
    return eventStream((signal) => numbers(headers['last-event-id'], query.endless !== undefined, signal));
  }
}

@Module({ imports: [HttpModule.forRoot({ title: 'Test', version: '1' })], controllers: [TestController] })
class TestModule {}

@Module({})
class SlowModule {}

describe('a listening application', () => {
  let application: HttpApplication;
  let port: number;
  beforeEach(async () => {
    gate = new Gate();
    streamEnded = Promise.withResolvers<string>();
    around.length = 0;
    application = await createHttpApplication(TestModule, {
      drainMs: 2000,
      around: (context, next) => {
        around.push(context);
        next();
      },
    });
    port = Number(new URL(application.url).port);
  });
  afterEach(() => application.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(application.url + path, { headers });
  const bare = async (request: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    socket.write(request);
    return textOf(socket);
  };

  it('listens on loopback and shows its title', async () => {
    expect(application.url).toBe(`http://127.0.0.1:${port}`);
    const document = (await (await get('/openapi.json')).json()) as { info: object };
    expect(document.info).toMatchObject({ title: 'Test', version: '1' });
  });

  it('fails with the reason when the port is taken', async () => {
    await expect(createHttpApplication(TestModule, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it.each([
    ['NONSENSE\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ['GET /%ZZ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
    ['BREW /slow HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    ['TRACE /slow HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 405],
    ['GET /slow HTTP/1.1\r\nhost: x\r\nexpect: the-unexpected\r\n\r\n', 417],
    ['OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 404],
  ])('answers %j with a problem', async (request, status) => {
    const answer = await bare(request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('urn:whereabouts:problem:');
  });

  it('carries request id and trace context through the work, after the body was read too', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const headers = { 'content-type': 'application/json', 'x-request-id': 'request-0001', traceparent };
    const response = await fetch(`${application.url}/context`, { method: 'POST', headers, body: '{}' });
    expect(around).toEqual([expect.objectContaining({ correlationId: 'request-0001', traceparent })]);
    expect(await response.json()).toEqual({
      requestId: 'request-0001',
      correlationId: 'request-0001',
      traceparent,
    });
  });

  it('streams events from the start, or after Last-Event-ID, and ends with its source', async () => {
    const response = await get('/events');
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('x-request-id')).not.toBeNull();
    expect(await response.text()).toBe(
      [1, 2, 3].map((version) => `id: ${version}\nevent: number\ndata: {"version":${version}}\n\n`).join(''),
    );
    expect(await (await get('/events', { 'last-event-id': '2' })).text()).toBe(
      'id: 3\nevent: number\ndata: {"version":3}\n\n',
    );
    expect(await (await get('/events', { 'last-event-id': 'x; drop' })).text()).toContain('id: 1\n');
  });

  it('answers HEAD on a stream at once', async () => {
    const response = await fetch(`${application.url}/events?endless=1`, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/event-stream',
      '',
    ]);
  });

  it('lets go of an event source when the client leaves', async () => {
    const client = new AbortController();
    const response = await fetch(`${application.url}/events?endless=1`, { signal: client.signal });
    await response.body?.getReader().read();
    client.abort();
    expect(await streamEnded.promise).toBe('aborted');
  });

  it('tells a waiting handler that its client has left', async () => {
    const request = send({ port, host: '127.0.0.1', path: '/wait' }).on('error', () => undefined);
    request.end();
    await gate.entered.promise;
    request.destroy();
    expect(await streamEnded.promise).toBe('aborted');
  });

  it('finishes what it accepted when it closes, ends streams, and takes nothing new', async () => {
    const slow = get('/slow');
    const stream = await get('/events?endless=1');
    await gate.entered.promise;
    const closing = application.close();
    expect(await stream.text()).toContain('id: 3\n');
    await expect(get('/health/live')).rejects.toThrow();
    gate.open.resolve(undefined);
    const response = await slow;
    expect([response.status, await response.json(), response.headers.get('connection')]).toEqual([
      200,
      { done: true },
      'close',
    ]);
    await closing;
  });

  it('closes in time though a request never ends', async () => {
    const stuck = get('/slow').catch((error: unknown) => error);
    await gate.entered.promise;
    const started = performance.now();
    await application.close();
    expect(performance.now() - started).toBeLessThan(4000);
    expect(await stuck).toMatchObject({ message: 'fetch failed' });
  });

  it('is ready when all parts are, and says which are not, in time', async () => {
    const health = application.app.get(HealthRegistry);
    health.register('database:one', () => Promise.resolve({ latencyMs: 1 }));
    const ready = await get('/health/ready');
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', checks: { 'database:one': { status: 'up', latencyMs: 1 } } },
    ]);
    health.register('database:two', () => Promise.reject(new Error('no route')));
    health.register('database:three', () => new Promise(() => undefined));
    const started = performance.now();
    const response = await get('/health/ready');
    expect(performance.now() - started).toBeLessThan(2000);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect((await response.json()) as ProblemDetails).toMatchObject({
      type: 'urn:whereabouts:problem:not-ready',
      checks: {
        'database:one': { status: 'up' },
        'database:two': { status: 'down', reason: 'no route' },
        'database:three': { status: 'down' },
      },
    });
    expect((await get('/health/live')).status).toBe(200);
  });

  it('measures requests by route and never by path', async () => {
    await get('/health/live');
    await (await get('/events')).text();
    await get('/nowhere-1');
    await get('/nowhere-2');
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toMatch(
      /whereabouts_http_request_duration_seconds_count\{method="GET",route="\/health\/live",status="200"\} \d+/,
    );
    expect(metrics).toMatch(/route="none",status="404"/);
    expect(metrics).not.toContain('nowhere');
    expect(metrics).not.toContain('route="/events"');
    expect(metrics).toContain('process_resident_memory_bytes');
  });
});

describe('an application that is told to end while it starts', () => {
  let ending = new AbortController();
  const closed: string[] = [];
  beforeEach(() => {
    ending = new AbortController();
    closed.length = 0;
  });

  /** Its one part is made when `made` resolves, and tells when it is closed. */
  function moduleOf(made: Promise<unknown>): DynamicModule {
    const part = { onApplicationShutdown: () => void closed.push('part') };
    return {
      module: SlowModule,
      imports: [HttpModule.forRoot({ title: 'Test', version: '1' })],
      providers: [{ provide: 'part', useFactory: () => made.then(() => part) }],
    };
  }

  it('does not wait for modules that are being made, and closes them when they are', async () => {
    const made = Promise.withResolvers<undefined>();
    const starting = createHttpApplication(moduleOf(made.promise), { ending: ending.signal });
    ending.abort(new Error('told to'));
    await expect(starting).rejects.toThrow('told to');
    expect(closed).toEqual([]);
    made.resolve(undefined);
    while (closed.length === 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it.each(['beforeListen', 'beforeRequests'] as const)(
    'closes after %s, and goes no further',
    async (step) => {
      const made = Promise.resolve();
      const seen: string[] = [];
      const note = (name: string) => () => {
        seen.push(name);
        if (name === step) ending.abort(new Error('told to'));
        return Promise.resolve();
      };
      const options = { beforeListen: note('beforeListen'), beforeRequests: note('beforeRequests') };
      const starting = createHttpApplication(moduleOf(made), { ...options, ending: ending.signal });
      await expect(starting).rejects.toThrow('told to');
      expect(closed).toEqual(['part']);
      expect(seen.at(-1)).toBe(step);
    },
  );
});

describe('a limited application', () => {
  it('answers health and metrics only, and has everybody else come back, before it takes requests', async () => {
    const seen: (readonly [number, string | null])[] = [];
    const starting = await createHttpApplication(TestModule, {
      beforeRequests: async (app) => {
        const url = (await app.getUrl()).replace('[::1]', 'localhost');
        for (const path of ['/health/live', '/metrics', '/openapi.json', '/nowhere']) {
          const { status, headers } = await fetch(url + path);
          seen.push([status, headers.get('retry-after')]);
        }
      },
    });
    expect(seen).toEqual([
      [200, null],
      [200, null],
      [503, '1'],
      [503, '1'],
    ]);
    expect((await fetch(`${starting.url}/openapi.json`)).status).toBe(200);
    await starting.close();
  });

  it('answers 429 with Retry-After, but never to health checks and metrics', async () => {
    const limited = await createHttpApplication(TestModule, { rateLimit: { requests: 2, seconds: 60 } });
    try {
      const statuses = [];
      for (let count = 0; count < 3; count += 1)
        statuses.push((await fetch(`${limited.url}/openapi.json`)).status);
      expect(statuses).toEqual([200, 200, 429]);
      const refused = await fetch(`${limited.url}/openapi.json`);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(((await refused.json()) as ProblemDetails).type).toBe(
        'urn:whereabouts:problem:too-many-requests',
      );
      expect((await fetch(`${limited.url}/health/live`)).status).toBe(200);
      expect((await fetch(`${limited.url}/metrics`)).status).toBe(200);
    } finally {
      await limited.close();
    }
  });
});
