import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpApplication } from '@platform/http';

import { bare } from '../testing/bare.js';
import { FakeService, type Received } from '../testing/fake-service.js';
import { gatewayOver } from '../testing/gateway-over.js';

describe('a request through the gateway', () => {
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

  const send = (path: string, init?: RequestInit) => fetch(gateway.url + path, init);
  const echoed = async (path: string, init?: RequestInit) =>
    (await (await send(path, init)).json()) as Received & { name: string };
  it.each([
    ['/carts/1', 'cart'],
    ['/carts/1/checkout', 'cart'],
    ['/carts/1/items/2', 'cart'],
    ['/products', 'rest'],
    ['/products?limit=1&cursor=a%2Fb', 'rest'],
    ['/products/', 'rest'],
    ['/products:batch', 'rest'],
    ['/stock:batch', 'rest'],
    ['/orders/1/events', 'rest'],
    ['/%70roducts/a%2fb', 'rest'],
    ['/products/..%2f..%2fadmin', 'rest'],
  ])('goes to the service that hosts the path: %s to %s, as it was written', async (path, name) => {
    expect(await echoed(path)).toMatchObject({ name, url: path, method: 'GET' });
  });

  it.each([
    '/',
    '/nowhere',
    '/productsx',
    '/carts:batch',
    '/admin/quiescence',
    '/admin/services/cart/0/quiescence',
  ])('to a path that no module owns is 404 with the problem that services have: %s', async (path) => {
    const response = await send(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ type: 'urn:whereabouts:problem:not-found', status: 404 });
    expect([...cart.received, ...rest.received]).toEqual([]);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('hands a %s body over byte by byte', async (method) => {
    const body = '{ "quantity" : 2,  "note": "ä" }';
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect(await echoed('/carts/1', { method, body, headers })).toMatchObject({
      ...{ method, body },
      headers: { 'content-type': headers['content-type'], 'content-length': String(Buffer.byteLength(body)) },
    });
  });

  it('hands over a body without a content type, or one that is not JSON, for the service to judge', async () => {
    const answer = await bare(
      gateway.url,
      'POST /carts/1/checkout HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 3\r\n\r\nabc',
    );
    expect(answer).toContain('"body":"abc"');
    expect(
      await echoed('/carts/1', { method: 'PUT', body: 'x=1', headers: { 'content-type': 'text/x' } }),
    ).toMatchObject({
      body: 'x=1',
    });
  });

  it('keeps what is said between the ends and drops what is about the connection', async () => {
    const answer = await bare(
      gateway.url,
      [
        'POST /carts/1/checkout HTTP/1.1',
        'host: shop.example',
        'connection: close, x-private',
        'x-private: 1',
        'keep-alive: timeout=1',
        'te: trailers',
        'upgrade: h2c',
        'proxy-authorization: Basic abc',
        'expect: 100-continue',
        'transfer-encoding: chunked',
        'idempotency-key: k-1',
        'prefer: wait=3',
        'if-match: "7"',
        'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        'last-event-id: 4',
        '',
        '2\r\n{}\r\n0\r\n\r\n',
      ].join('\r\n'),
    );
    expect(answer).toContain('HTTP/1.1 200');
    const [{ headers, body }] = cart.received as [Received];
    expect(body).toBe('{}');
    expect(headers).toMatchObject({
      ...{ 'idempotency-key': 'k-1', prefer: 'wait=3', 'if-match': '"7"', 'last-event-id': '4' },
      ...{ traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'content-length': '2' },
      ...{ host: new URL(cart.url).host, connection: 'keep-alive' },
    });
    for (const name of [
      'x-private',
      'keep-alive',
      'te',
      'upgrade',
      'proxy-authorization',
      'expect',
      'transfer-encoding',
    ])
      expect(headers).not.toHaveProperty(name);
  });

  it('carries the request id of its client, or a new one', async () => {
    const known = await send('/orders', { headers: { 'x-request-id': 'request-0001' } });
    expect(known.headers.get('x-request-id')).toBe('request-0001');
    const made = await send('/orders');
    const id = made.headers.get('x-request-id');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(rest.received.map(({ headers }) => headers['x-request-id'])).toEqual(['request-0001', id]);
  });

  it("passes the service's status, headers and body on as they are", async () => {
    cart.answer = (_received, response) => {
      response
        .writeHead(201, {
          ...{ location: '/orders/1', etag: '"3"', 'preference-applied': 'wait=3', 'retry-after': '1' },
          ...{
            'set-cookie': ['a=1', 'b=2'],
            'content-type': 'application/problem+json',
            'x-request-id': 'r',
          },
          ...{ connection: 'close, x-hop', 'x-hop': '1', 'x-content-type-options': 'nosniff' },
        })
        .end('{"decided":true}');
    };
    const response = await send('/carts/1/checkout', { method: 'POST' });
    expect([response.status, await response.text()]).toEqual([201, '{"decided":true}']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...{ location: '/orders/1', etag: '"3"', 'preference-applied': 'wait=3', 'retry-after': '1' },
      ...{
        'content-type': 'application/problem+json',
        'x-request-id': 'r',
        'x-content-type-options': 'nosniff',
      },
    });
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('x-hop')).toBeNull();
    expect(response.headers.get('connection')).toBe('keep-alive');
  });

  it('answers HEAD, 204 and 304 without a body and leaves the connection usable', async () => {
    rest.answer = ({ method, url }, response) => {
      if (method === 'HEAD') response.writeHead(200, { 'content-length': '12' }).end();
      else response.writeHead(url === '/orders/1' ? 304 : 204, { etag: '"1"' }).end();
    };
    const head = await send('/orders', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '12', '']);
    const notModified = await send('/orders/1', { headers: { 'if-none-match': '"1"' } });
    expect([notModified.status, await notModified.text()]).toEqual([304, '']);
    expect([(await send('/stock/1', { method: 'DELETE' })).status]).toEqual([204]);
  });

  it('leaves it to the service which methods a resource has', async () => {
    rest.answer = (_received, response) => response.writeHead(405, { allow: 'GET' }).end();
    for (const method of ['OPTIONS', 'PROPFIND'])
      expect([(await send('/orders', { method })).status, rest.received.at(-1)?.method]).toEqual([
        405,
        method,
      ]);
  });

  it('may be as large as services take, and is refused with the problem that they have when it is larger', async () => {
    const large = 'x'.repeat(4 * 1024 * 1024);
    const headers = { 'content-type': 'application/json' };
    expect((await echoed('/products:batch', { method: 'POST', body: large, headers })).body).toHaveLength(
      large.length,
    );
    const refused = await send('/products:batch', { method: 'POST', body: `${large}x`, headers });
    expect([refused.status, await refused.json()]).toEqual([
      413,
      expect.objectContaining({ type: 'urn:whereabouts:problem:content-too-large' }),
    ]);
    expect(rest.received).toHaveLength(1);
  });

  it('is one of 500 at once', async () => {
    rest.answer = (_received, response) => void setTimeout(() => response.end('ok'), 200);
    const statuses = await Promise.all(
      Array.from({ length: 500 }, async () => (await send('/orders')).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(500);
  });
});
