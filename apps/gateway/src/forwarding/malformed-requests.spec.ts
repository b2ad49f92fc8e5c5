import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpApplication } from '@platform/http';

import { bare } from '../testing/bare.js';
import { FakeService } from '../testing/fake-service.js';
import { gatewayOver } from '../testing/gateway-over.js';

describe('a request', () => {
  let cart: FakeService;
  let rest: FakeService;
  let gateway: HttpApplication;
  beforeEach(async () => {
    [cart, rest] = await Promise.all([FakeService.start('cart'), FakeService.start('rest')]);
    gateway = await gatewayOver({
      cart: { modules: ['cart'], urls: [cart.url] },
      rest: { urls: [rest.url] },
    });
  });
  afterEach(async () => {
    await gateway.close();
    await Promise.all([cart.kill(), rest.kill()]);
  });

  it.each([
    [
      'both lengths',
      'POST /carts/1 HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'two lengths',
      'POST /carts/1 HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd',
      400,
    ],
    [
      'an odd coding',
      'POST /carts/1 HTTP/1.1\r\nhost: x\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'chunked not last',
      'POST /carts/1 HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'a chunk of an odd size',
      'POST /carts/1 HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n+2\r\nab\r\n0\r\n\r\n',
      400,
    ],
    ['a blank before a colon', 'GET /carts/1 HTTP/1.1\r\nhost : x\r\n\r\n', 400],
    ['a folded header', 'GET /carts/1 HTTP/1.1\r\nhost: x\r\na: b\r\n c\r\n\r\n', 400],
    ['a bare line feed', 'GET /carts/1 HTTP/1.1\nhost: x\n\n', 400],
    ['no host', 'GET /carts/1 HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
    ['an unknown expectation', 'GET /carts/1 HTTP/1.1\r\nhost: x\r\nexpect: tea\r\n\r\n', 417],
    ['headers too large', `GET /carts/1 HTTP/1.1\r\nhost: x\r\na: ${'b'.repeat(20_000)}\r\n\r\n`, 431],
    ['an encoding that is none', 'GET /carts/%ZZ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
  ])('that is malformed by %s reaches no service and is a problem', async (_how, request, status) => {
    const answer = await bare(gateway.url, request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('application/problem+json');
    expect(cart.received).toEqual([]);
  });

  it('in absolute form means the same path, whatever origin it names', async () => {
    const answer = await bare(
      gateway.url,
      'GET http://elsewhere.example/carts/1?a=b HTTP/1.1\r\nhost: elsewhere.example\r\nconnection: close\r\n\r\n',
    );
    expect(answer).toContain('"url":"/carts/1?a=b"');
  });

  it('with a body on GET goes on without it, and the next request on the connection is its own', async () => {
    const smuggled = 'GET /orders/smuggled HTTP/1.1\r\nhost: x\r\n\r\n';
    const answer = await bare(
      gateway.url,
      `GET /carts/1 HTTP/1.1\r\nhost: x\r\ncontent-length: ${smuggled.length}\r\n\r\n${smuggled}` +
        'GET /carts/2 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
    );
    expect(answer.match(/HTTP\/1.1 200/g)).toHaveLength(2);
    expect(cart.received.map(({ url, body }) => [url, body])).toEqual([
      ['/carts/1', ''],
      ['/carts/2', ''],
    ]);
    expect(rest.received).toEqual([]);
  });
});
