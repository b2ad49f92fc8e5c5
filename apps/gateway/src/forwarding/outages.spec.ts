import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpApplication } from '@platform/http';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

import { FakeService } from '../testing/fake-service.js';
import { gatewayOver } from '../testing/gateway-over.js';
import { problemOf } from '../testing/problem-of.js';
import { until } from '../testing/until.js';

describe('a service that is down', () => {
  let cart: FakeService;
  let rest: FakeService;
  let gateway: HttpApplication;
  beforeEach(async () => {
    [cart, rest] = await Promise.all([FakeService.start('cart'), FakeService.start('rest')]);
    const services = { cart: { modules: ['cart'], urls: [cart.url] }, rest: { urls: [rest.url] } };
    gateway = await gatewayOver(services);
  });
  afterEach(async () => {
    await gateway.close();
    await Promise.all([cart.kill(), rest.kill()]);
  });
  const send = (path: string, init?: RequestInit) => fetch(gateway.url + path, init);

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    'is 503 with Retry-After at once, to %s too',
    async (method) => {
      await cart.kill();
      const began = performance.now();
      for (let n = 0; n < 3; n += 1) {
        expect(await problemOf(await send('/carts/1', { method }))).toMatchObject({
          ...{ status: 503, type: 'urn:whereabouts:problem:unavailable', retryAfter: 1 },
          detail: 'The service "cart" cannot be reached at the moment. Nothing was done.',
        });
      }
      expect(performance.now() - began).toBeLessThan(2_000);
      expect((await send('/orders')).status).toBe(200);
    },
  );

  it('is found again within a second after it was restarted at its address', async () => {
    await cart.kill();
    expect((await send('/carts/1')).status).toBe(503);
    await cart.listen();
    const began = performance.now();
    await until(async () => (await send('/carts/1')).status === 200);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('is not noticed when it is back before the next request, whatever that is', async () => {
    for (let n = 0; n < 5; n += 1) {
      expect((await send('/carts/1', { method: 'POST' })).status).toBe(200);
      await cart.kill();
      await cart.listen();
    }
  });

  it('is found when it starts after the gateway', async () => {
    await cart.kill();
    const other = await gatewayOver({ all: { urls: [cart.url] } });
    try {
      expect((await fetch(`${other.url}/carts/1`)).status).toBe(503);
      await cart.listen();
      await until(async () => (await fetch(`${other.url}/carts/1`)).status === 200);
    } finally {
      await other.close();
    }
  });

  it('and hangs is 503 within 5 s, for who waits already and for who comes later', async () => {
    cart.hangs = true;
    const began = performance.now();
    const waiting = await send('/carts/1/checkout', { method: 'POST' });
    expect(await problemOf(waiting)).toMatchObject({ status: 503, retryAfter: 1 });
    expect(await problemOf(await send('/carts/1'))).toMatchObject({ status: 503, retryAfter: 1 });
    expect(performance.now() - began).toBeLessThan(5_000);
    cart.hangs = false;
    await until(async () => (await send('/carts/1')).status === 200);
  });
});

describe('a service that lives but does not answer a request', () => {
  it('is 503 when the time for an answer is over, and is not asked again', async () => {
    const fake = await FakeService.start('all');
    fake.answer = () => undefined;
    // The timers of the HTTP client are exact to half a second only.
    const gateway = await gatewayOver({ all: { urls: [fake.url] } }, { limits: { answer: 900 } });
    try {
      const response = await fetch(`${gateway.url}/orders`);
      expect(await problemOf(response)).toMatchObject({ status: 503, retryAfter: 1 });
      expect(fake.received).toHaveLength(1);
    } finally {
      await gateway.close();
      await fake.kill();
    }
  });
});

describe('a service that speaks no HTTP', () => {
  let server: Server;
  afterEach(() => {
    server.close();
  });

  it('is 503', async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('SSH-2.0-OpenSSH\r\n');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const gateway = await gatewayOver({ all: { urls: [`http://127.0.0.1:${port}`] } });
    try {
      expect(await problemOf(await fetch(`${gateway.url}/orders`))).toMatchObject({
        status: 503,
        retryAfter: 1,
      });
    } finally {
      await gateway.close();
    }
  });
});
