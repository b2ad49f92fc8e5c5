import { Controller } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '@platform/domain';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import {
  checkIfMatch,
  createTestingApplication,
  Endpoint,
  entityTagsHeader,
  HttpModule,
  idSchema,
  Input,
} from '../index.js';
import { pageQuery, preferHeader, problem, registerProblems, reply, requireIfMatch, text } from '../index.js';
import type { InputOf, ProblemDetails } from '../index.js';

registerProblems({ 'note-sealed': { status: 409, title: 'The note is sealed' } });

const id = '01890000-0000-7000-8000-000000000001';
const noteSchema = z.object({ id: z.string(), text: z.string() }).meta({ id: 'Note' });

const put = {
  method: 'PUT',
  path: '/notes/:id',
  tag: 'notes',
  summary: 'Write a note',
  params: z.object({ id: idSchema }),
  headers: z.object({ 'if-match': entityTagsHeader.optional(), prefer: preferHeader }),
  body: z.object({ text: text(10), author: z.object({ name: text(5) }).optional() }),
  responses: { 200: { description: 'Written', schema: noteSchema, headers: ['ETag'] } },
  problems: ['note-sealed', 'conflict', 'precondition-required'],
} as const;
const list = {
  method: 'GET',
  path: '/notes',
  tag: 'notes',
  summary: 'List notes',
  query: pageQuery,
  responses: { 200: { description: 'Notes', schema: z.object({ limit: z.int() }) } },
} as const;
const batch = {
  method: 'POST',
  path: '/notes:batch',
  tag: 'notes',
  summary: 'Write notes',
  responses: { 200: { description: 'Written', schema: z.object({ key: z.string().optional() }) } },
} as const;

@Controller()
class NotesController {
  @Endpoint(put)
  put(@Input() { params, headers, body }: InputOf<typeof put>) {
    if (body.text === 'sealed')
      throw new DomainError('note-sealed', 'It is sealed.', { since: 'today', retryAfterSeconds: 3 });
    if (body.text === 'odd') throw new DomainError('never-heard-of', 'Odd.');
    if (body.text === 'down')
      throw Object.assign(new Error('connect ECONNREFUSED 10.1.1.1'), { code: 'ECONNREFUSED' });
    if (body.text === 'bug') throw new TypeError('secret inside');
    if (body.text === 'lie') return reply(200, { id: params.id, text: 'x', extra: 1 }, { etag: 1 });
    if (body.text === 'undeclar') throw problem('forbidden', 'No.');
    if (body.text === 'strict') requireIfMatch(headers['if-match']);
    checkIfMatch(headers['if-match'], 3);
    return reply(200, { id: params.id, text: body.text }, { etag: 3 });
  }

  @Endpoint(list)
  list(@Input() { query }: InputOf<typeof list>) {
    return reply(200, { limit: query.limit });
  }

  @Endpoint(batch)
  batch(@Input() { request }: InputOf<typeof batch>) {
    return reply(200, { key: request.idempotencyKey });
  }
}

describe('an application', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await createTestingApplication(
      await Test.createTestingModule({ imports: [HttpModule], controllers: [NotesController] }).compile(),
      { bodyLimit: 1000 },
    );
  });
  afterAll(() => app.close());

  const problemOf = (response: { body: string }) => JSON.parse(response.body) as ProblemDetails;
  const write = (body: unknown, headers: Record<string, string> = {}, path = `/notes/${id}`) =>
    app.inject({
      method: 'PUT',
      url: path,
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('answers with the declared status, body and headers, a request id and security headers', async () => {
    const response = await write({ text: 'hello' }, { 'x-request-id': 'from-outside-1' });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ id, text: 'hello' });
    expect(response.headers).toMatchObject({
      etag: '"3"',
      'x-request-id': 'from-outside-1',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
    });
  });

  it('makes a request id of its own when the one sent is not sane', async () => {
    const response = await write({ text: 'hello' }, { 'x-request-id': 'a b\t"c"' });
    expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('names every broken rule, wherever in the request it is', async () => {
    const response = await write(
      { text: '', author: { name: 'too long', age: 3 }, extra: true },
      { 'if-match': '3' },
      '/notes/7',
    );
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    const { type, status, instance, errors } = problemOf(response);
    expect({ type, status, instance }).toEqual({
      type: 'urn:whereabouts:problem:validation',
      status: 400,
      instance: response.headers['x-request-id'],
    });
    expect(errors?.map(({ field, rule }) => `${field} ${rule}`).sort()).toEqual([
      '/author/age unknown',
      '/author/name too-big',
      '/extra unknown',
      '/text too-small',
      'header/if-match invalid-format',
      'path/id invalid-format',
    ]);
  });

  it.each([
    ['a body that is not JSON', '{"text":', 400, 'malformed-json'],
    ['an empty body', '', 400, 'validation'],
    ['a null body', 'null', 400, 'validation'],
    ['a NUL character', '{"text":"a\\u0000"}', 400, 'validation'],
    ['half a surrogate pair', '{"text":"\\ud800"}', 400, 'validation'],
    ['a key with a NUL character', '{"text":"a","\\u0000":1}', 400, 'validation'],
    ['a __proto__ key', '{"text":"a","__proto__":{"x":1}}', 400, 'validation'],
    ['a body over the limit', JSON.stringify({ text: 'x'.repeat(2000) }), 413, 'content-too-large'],
    [
      'JSON nested deeper than the stack',
      `{"text":"\\u0041","extra":${'['.repeat(400)}${']'.repeat(400)}}`,
      400,
      'validation',
    ],
  ])('refuses %s', async (_what, body, status, type) => {
    const response = await write(body);
    expect([response.statusCode, problemOf(response).type]).toEqual([
      status,
      `urn:whereabouts:problem:${type}`,
    ]);
  });

  it.each([
    ['text/plain', 415],
    ['application/json; charset=utf-16', 415],
    ['application/json; charset=UTF-8', 200],
    ['application/merge-patch+json', 415],
    ['nonsense', 415],
  ])('takes JSON only: %s is answered %i', async (contentType, status) => {
    expect((await write({ text: 'a' }, { 'content-type': contentType })).statusCode).toBe(status);
  });

  it('takes no compressed body', async () => {
    const response = await write({ text: 'a' }, { 'content-encoding': 'gzip' });
    expect(response.json<ProblemDetails>()).toMatchObject({
      status: 415,
      detail: 'Send the body without Content-Encoding.',
    });
  });

  it('looks at no content type where there is no body', async () => {
    const headers = { 'content-type': 'application/octet-stream', 'content-length': '0' };
    const response = await app.inject({ method: 'POST', url: '/notes:batch', headers });
    expect(response.statusCode).toBe(200);
  });

  it('refuses a body that is not UTF-8', async () => {
    const payload = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    const response = await app.inject({
      method: 'PUT',
      url: `/notes/${id}`,
      headers: { 'content-type': 'application/json' },
      payload,
    });
    expect([response.statusCode, problemOf(response).type]).toEqual([
      400,
      'urn:whereabouts:problem:malformed-json',
    ]);
  });

  it('counts characters as JSON Schema does', async () => {
    expect((await write({ text: '😀'.repeat(10) })).statusCode).toBe(200);
    expect((await write({ text: '😀'.repeat(11) })).statusCode).toBe(400);
  });

  it.each([
    ['/notes/%ZZ', 'malformed-request', 400],
    ['/notes/%C0%80', 'malformed-request', 400],
    [`/notes/${'x'.repeat(600)}`, 'uri-too-long', 414],
    ['/notes/', 'not-found', 404],
    ['/nothing', 'not-found', 404],
    [`/notes/${id}/more`, 'not-found', 404],
    ['/notes/%00', 'validation', 400],
  ])('refuses the path %s as %s', async (path, type, status) => {
    const response = await write({ text: 'a' }, {}, path);
    expect([problemOf(response).type, response.statusCode]).toEqual([
      `urn:whereabouts:problem:${type}`,
      status,
    ]);
    expect(response.headers).toMatchObject({ 'x-request-id': expect.any(String), 'x-frame-options': 'DENY' });
  });

  it('answers a method that a path does not have with those that it has', async () => {
    const response = await app.inject({
      method: 'DELETE',
      url: `/notes/${id}`,
      payload: '<x>',
      headers: { 'content-type': 'text/xml' },
    });
    expect([response.statusCode, response.headers['allow']]).toEqual([405, 'PUT']);
    const other = await app.inject({ method: 'PUT', url: '/notes:batch' });
    expect([other.statusCode, other.headers['allow']]).toEqual([405, 'POST']);
  });

  it.each([
    ['/notes', 200],
    ['/notes?limit=100', 200],
    ['/notes?limit=101', 400],
    ['/notes?limit=0', 400],
    ['/notes?limit=1e1', 400],
    ['/notes?limit=', 400],
    ['/notes?limit=1&limit=2', 400],
    ['/notes?lmit=1', 400],
    ['/notes?cursor=%00', 400],
    ['/notes?cursor=%ZZ', 400],
    ['/notes?__proto__=1', 400],
  ])('reads the query strictly: %s is answered %i', async (url, status) => {
    expect((await app.inject({ url })).statusCode).toBe(status);
  });

  it('checks If-Match by strong comparison', async () => {
    const statusWith = async (ifMatch: string) =>
      (await write({ text: 'a' }, { 'if-match': ifMatch })).statusCode;
    expect([await statusWith('"3"'), await statusWith('"1", "3"'), await statusWith('*')]).toEqual([
      200, 200, 200,
    ]);
    expect([await statusWith('"2"'), await statusWith('W/"3"'), await statusWith('""')]).toEqual([
      412, 412, 412,
    ]);
    expect((await write({ text: 'strict' })).statusCode).toBe(428);
  });

  it('takes an Idempotency-Key on every POST, and refuses a malformed one', async () => {
    const post = (key: string) =>
      app.inject({ method: 'POST', url: '/notes:batch', headers: { 'idempotency-key': key } });
    expect((await post('k-1')).json()).toEqual({ key: 'k-1' });
    expect((await post('one, two')).statusCode).toBe(400);
    expect((await post('')).statusCode).toBe(400);
  });

  it('answers a DomainError with the problem of its code', async () => {
    const response = await write({ text: 'sealed' });
    expect(response.statusCode).toBe(409);
    expect(response.headers['retry-after']).toBe('3');
    expect(problemOf(response)).toMatchObject({
      type: 'urn:whereabouts:problem:note-sealed',
      title: 'The note is sealed',
      detail: 'It is sealed.',
      since: 'today',
    });
  });

  it('answers a DomainError that nobody registered as a conflict', async () => {
    expect(problemOf(await write({ text: 'odd' }))).toMatchObject({ status: 409, code: 'never-heard-of' });
  });

  it('answers an infrastructure failure 503 with Retry-After, and tells nothing of it', async () => {
    const response = await write({ text: 'down' });
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '1']);
    expect(response.body).not.toContain('10.1.1.1');
  });

  it('answers a bug 500 without its details', async () => {
    const response = await write({ text: 'bug' });
    expect([response.statusCode, problemOf(response).type]).toEqual([
      500,
      'urn:whereabouts:problem:internal',
    ]);
    expect(response.body).not.toContain('secret');
  });

  it('in a test, fails on an answer that is not the declared one', async () => {
    expect(problemOf(await write({ text: 'lie' })).detail).toMatch(/200 has a body of another shape.*extra/s);
    expect(problemOf(await write({ text: 'undeclar' })).detail).toContain('forbidden is not documented');
  });
});
