import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import {
  type Answer,
  type Marketplace,
  type Problem,
  problemType,
  sharedMarketplace,
  someAddress,
} from '../support/e2e/index.js';

const details = { name: 'Ana Silva', email: 'ana@silva.example', address: someAddress() };

describe('errors', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  function expectProblem(answer: Answer, status: number, type: string): Problem {
    expect([answer.status, problemType(answer)]).toEqual([status, type]);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    const problem = answer.body as Problem;
    expect(problem.status).toBe(status);
    expect(problem.instance).toBe(answer.headers['x-request-id']);
    expect(answer.text).not.toMatch(/node_modules|\.js:\d+|\.ts:\d+|at .+\(.+:\d+:\d+\)/);
    return problem;
  }
  const path = () => `/customers/${randomUUID()}`;
  const put = (body: unknown) => at.client.send('PUT', path(), { body });

  it.each([
    '/',
    '/nothing',
    '/products/',
    '/customers',
    '/carts',
    '/admin-ish',
    '/products:batchy',
    '/%2e%2e/etc/passwd',
  ])('answer 404 under %s', async (unknown) => {
    expectProblem(await at.client.send('GET', unknown), 404, 'not-found');
  });

  it('answer 405 with the methods there are', async () => {
    for (const [method, target, allowed] of [
      ['DELETE', path(), /GET.*PUT|PUT.*GET/],
      ['POST', '/products', /GET/],
      ['GET', '/products:batch', /POST/],
      ['PATCH', `/carts/${randomUUID()}`, /DELETE/],
    ] as const) {
      const answer = await at.client.send(method, target);
      expectProblem(answer, 405, 'method-not-allowed');
      expect(answer.headers['allow']).toMatch(allowed);
    }
  });

  it.each(['{', '{"name": }', "{'name': 'Ana'}", 'nonsense', '{"name":"\\ud800"', '\u0000'])(
    'answer 400 to malformed JSON: %j',
    async (raw) => {
      expectProblem(await at.client.send('PUT', path(), { raw }), 400, 'malformed-json');
    },
  );

  it('answer 400 to a body that is not UTF-8', async () => {
    const raw = Buffer.from([...Buffer.from('{"name":"'), 0xff, 0xfe, ...Buffer.from('"}')]);
    expectProblem(await at.client.send('PUT', path(), { raw }), 400, 'malformed-json');
  });

  it.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'nonsense',
  ])('answer 415 to %s', async (type) => {
    const answer = await at.client.send('PUT', path(), {
      raw: 'name=Ana',
      headers: { 'content-type': type },
    });
    expectProblem(answer, 415, 'unsupported-media-type');
  });

  it('answer 413 to a huge body, and the next request is served', async () => {
    const raw = JSON.stringify({ ...details, name: 'x'.repeat(20_000_000) });
    expectProblem(await at.client.send('PUT', path(), { raw }), 413, 'content-too-large');
    expect((await put(details)).status).toBe(201);
  });

  it('answer 400 to JSON that is nested without end', async () => {
    const raw = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    expect((await at.client.send('PUT', path(), { raw })).status).toBe(400);
  });

  it('name every broken field and rule', async () => {
    const problem = expectProblem(
      await put({ name: 7, email: 'none', address: { ...someAddress(), country: '' } }),
      ...([400, 'validation'] as const),
    );
    expect(problem.errors?.map(({ field }) => field).sort()).toEqual(['/address/country', '/email', '/name']);
    for (const { rule, message } of problem.errors ?? []) expect([rule, message]).not.toContain('');
  });

  it.each([
    ['a NUL character', { name: 'An\u0000a' }],
    ['half a character', { name: 'An\ud800a' }],
    ['text that is too long', { name: 'x'.repeat(10_000) }],
    ['an unknown member', { isAdmin: true }],
    ['an unknown member deep inside', { address: { ...someAddress(), planet: 'Mars' } }],
    ['a prototype', JSON.parse('{"__proto__":{"polluted":true}}') as object],
    ['null', { name: null }],
    ['an array', { address: [] }],
  ])('answer 400 to %s', async (_, wrong) => {
    const problem = expectProblem(await put({ ...details, ...wrong }), 400, 'validation');
    expect(problem.errors?.length).toBeGreaterThan(0);
  });

  it.each([
    'x',
    '123',
    '190a000-0000-7000-8000-000000000001',
    '0190a000-0000-7000-8000-0000000000010',
    '%00',
    '%F0%9F%98%80',
    "'; DROP TABLE customer; --",
  ])('answer 400 or 404 to %s as an id', async (id) => {
    for (const target of [
      `/customers/${encodeURI(id)}`,
      `/orders/${encodeURI(id)}`,
      `/stock/${encodeURI(id)}`,
    ]) {
      const answer = await at.client.send('GET', target);
      expect([400, 404]).toContain(answer.status);
    }
  });

  it.each(['%', '%zz', '%c3%28'])('answer 400 to a path with the broken escape %s', async (escape) => {
    const answer = await at.client.sendUnchecked('GET', `/customers/${escape}`);
    expect([400, 404]).toContain(answer.status);
    expect(problemType(answer)).toBeDefined();
  });

  it.each([
    ['if-match', 'nonsense'],
    ['if-match', '"1'],
  ])('answer 400 to the header %s: %s', async (name, value) => {
    const product = await at.shop.product();
    const answer = await at.client.send('PATCH', `/products/${product.id}`, {
      ...{ body: { priceCents: 1 }, headers: { [name]: value } },
    });
    expectProblem(answer, 400, 'validation');
  });

  it('answer 400 to what is hardly HTTP, and stay up', async () => {
    const { hostname, port } = new URL(at.client.origin);
    for (const bytes of [
      'GARBAGE\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET /customers/\u0001 HTTP/1.1\r\n\r\n',
    ]) {
      const answer = await new Promise<string>((resolve, reject) => {
        let text = '';
        const socket = connect(Number(port), hostname, () => socket.write(bytes));
        socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        socket.once('close', () => resolve(text)).once('error', reject);
      });
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer).toContain('application/problem+json');
    }
    expect((await at.client.send('GET', '/health/live')).status).toBe(200);
  });
});
