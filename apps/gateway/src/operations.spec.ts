import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpApplication } from '@platform/http';

import { FakeService } from './testing/fake-service.js';
import { gatewayOver } from './testing/gateway-over.js';
import { until } from './testing/until.js';

const documentOf = (name: string) => ({
  ...{ openapi: '3.1.1', info: { title: name, version: '1' }, paths: { [`/${name}`]: { get: {} } } },
  components: { schemas: { [name]: {} } },
});

describe('the gateway about what is behind it', () => {
  let cart: FakeService;
  let rest: [FakeService, FakeService];
  let gateway: HttpApplication;

  beforeEach(async () => {
    [cart, ...rest] = await Promise.all([
      FakeService.start('cart'),
      FakeService.start('rest'),
      FakeService.start('rest'),
    ]);
    gateway = await gatewayOver(
      { cart: { modules: ['cart'], urls: [cart.url] }, rest: { urls: rest.map(({ url }) => url) } },
      { adminToken: 'open-sesame' },
    );
  });
  afterEach(async () => {
    await gateway.close();
    await Promise.all([cart, ...rest].map((fake) => fake.kill()));
  });

  const send = (path: string, init?: RequestInit) => fetch(gateway.url + path, init);
  const json = async (path: string) => (await (await send(path)).json()) as Record<string, unknown>;

  describe('at /health', () => {
    it('is live whatever the services are', async () => {
      await cart.kill();
      expect([(await send('/health/live')).status, await json('/health/live')]).toEqual([
        200,
        { status: 'live' },
      ]);
    });

    it('is ready when every service is, and shows each with its replicas and what they say', async () => {
      const checks = { 'database:shared': { status: 'up' } };
      cart.ready = { status: 200, body: { status: 'ready', checks } };
      const response = await send('/health/ready');
      expect(response.status).toBe(200);
      const up = { status: 'up', state: 'ready' };
      expect(await response.json()).toEqual({
        status: 'ready',
        checks: {
          'service:cart': { status: 'up', replicas: [{ replica: 0, ...up, checks }] },
          'service:rest': {
            status: 'up',
            replicas: [0, 1].map((replica) => ({ replica, ...up, checks: {} })),
          },
        },
      });
    });

    it('is ready as long as each service has a replica that is, and says which is not', async () => {
      await rest[1].kill();
      const response = await send('/health/ready');
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({
        checks: {
          'service:rest': {
            status: 'up',
            replicas: [
              { status: 'up' },
              { status: 'down', state: 'down', reason: expect.stringContaining('REFUSED') },
            ],
          },
        },
      });
    });

    it('is not ready when a service has none, at once and with the reason', async () => {
      const checks = { 'database:carts': { status: 'down', reason: 'no route' } };
      cart.ready = { status: 503, body: { detail: 'Not ready: database:carts.', checks } };
      const response = await send('/health/ready');
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
      expect(await response.json()).toMatchObject({
        ...{ type: 'urn:whereabouts:problem:not-ready', detail: 'Not ready: service:cart.' },
        checks: {
          'service:cart': {
            status: 'down',
            replicas: [
              { ...{ replica: 0, state: 'not-ready', reason: 'Not ready: database:carts.' }, checks },
            ],
          },
          'service:rest': { status: 'up' },
        },
      });
    });

    it('answers within two seconds though a service hangs', async () => {
      cart.hangs = true;
      const began = performance.now();
      await send('/health/ready');
      expect(performance.now() - began).toBeLessThan(2_000);
      await until(async () => (await send('/health/ready')).status === 503);
    });
  });

  describe('at /openapi.json', () => {
    it('shows the document of all services, one that is down as it was known last', async () => {
      cart.document = documentOf('carts');
      for (const fake of rest) fake.document = documentOf('orders');
      await until(async () => Object.keys((await json('/openapi.json'))['paths'] ?? {}).length === 2);
      await cart.kill();
      expect(await json('/openapi.json')).toMatchObject({
        paths: { '/carts': {}, '/orders': {} },
        components: { schemas: { carts: {}, orders: {} } },
      });
    });

    it('shows what there is when a service never told its own, and 503 when there is nothing', async () => {
      expect((await send('/openapi.json')).status).toBe(503);
      cart.document = documentOf('carts');
      await until(async () => (await send('/openapi.json')).status === 200);
      expect(await json('/openapi.json')).toEqual(cart.document);
    });

    it('shows the new document of a service that was started again', async () => {
      cart.document = documentOf('carts');
      await until(async () => (await send('/openapi.json')).status === 200);
      await cart.kill();
      await until(async () => (await send('/carts')).status === 503);
      cart.document = documentOf('baskets');
      await cart.listen();
      await until(async () => '/baskets' in Object((await json('/openapi.json'))['paths']));
    });

    it('has a page at /docs', async () => {
      const page = await send('/docs');
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect((await send('/docs/start.js')).status).toBe(200);
    });
  });

  describe('at /admin', () => {
    const authorization = 'Bearer open-sesame';
    it.each([
      ['/admin/services/rest/1/messages/parked?limit=3', '/admin/messages/parked?limit=3'],
      ['/admin/services/rest/1/quiescence', '/admin/quiescence'],
    ])('hands %s to that one replica as %s, without the token', async (path, url) => {
      const sent = { method: 'POST', body: '{"a":1}', headers: { authorization } };
      expect((await send(path, sent)).status).toBe(200);
      expect(rest.map(({ received }) => received.length)).toEqual([0, 1]);
      expect(rest[1].received[0]).toMatchObject({ method: 'POST', url, body: '{"a":1}' });
      expect(rest[1].received[0]?.headers).not.toHaveProperty('authorization');
    });

    it.each<[string, Record<string, string>]>([
      ['no token', {}],
      ['another token', { authorization: 'Bearer open-sesam' }],
      ['another scheme', { authorization: 'Basic open-sesame' }],
    ])('says 401 to %s, whether there is such a replica or not', async (_what, headers) => {
      for (const path of ['/admin/services/cart/0/quiescence', '/admin/services/nobody/9/quiescence']) {
        const response = await send(path, { headers });
        expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
        expect(await response.json()).toMatchObject({ type: 'urn:whereabouts:problem:unauthorized' });
      }
      expect(cart.received).toEqual([]);
    });

    it.each([
      ['/admin/services/cart/1/quiescence', 404],
      ['/admin/services/nobody/0/quiescence', 404],
      ['/admin/quiescence', 404],
    ])('has no %s', async (path, status) => {
      expect((await send(path, { headers: { authorization } })).status).toBe(status);
    });

    it('asks nobody else when that replica is down', async () => {
      await rest[0].kill();
      const response = await send('/admin/services/rest/0/quiescence', { headers: { authorization } });
      expect(response.status).toBe(503);
      expect(rest[1].received).toEqual([]);
    });
  });

  describe('when it stops', () => {
    it('finishes what it accepted, says that the connection ends, and takes nothing new', async () => {
      const open = Promise.withResolvers<undefined>();
      cart.answer = (_received, response) => void open.promise.then(() => response.end('done'));
      const accepted = send('/carts/1/checkout', { method: 'POST' });
      await until(() => cart.received.length === 1);
      const closing = gateway.close();
      await until(() =>
        send('/health/live').then(
          () => false,
          () => true,
        ),
      );
      open.resolve(undefined);
      const response = await accepted;
      expect([response.status, await response.text(), response.headers.get('connection')]).toEqual([
        200,
        'done',
        'close',
      ]);
      await closing;
    });

    it('leaves no connection to a service', async () => {
      await send('/carts/1');
      await gateway.close();
      expect(await cart.connections()).toBe(0);
    });
  });

  it('keeps connections to services open between requests', async () => {
    const sockets = new Set<unknown>();
    cart.answer = (_received, response, request) => {
      sockets.add(request.socket);
      response.end();
    };
    for (let n = 0; n < 20; n += 1) await (await send('/carts/1')).text();
    expect(sockets.size).toBeLessThanOrEqual(2);
  });
});

it('a gateway whose port is taken does not start, and leaves nothing behind', async () => {
  const fake = await FakeService.start('all');
  const first = await gatewayOver({ all: { urls: [fake.url] } });
  const { port } = new URL(first.url);
  await expect(gatewayOver({ all: { urls: [fake.url] } }, { port: Number(port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
  await first.close();
  expect(await fake.connections()).toBe(0);
  await fake.kill();
});
