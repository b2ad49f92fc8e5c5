import { Controller } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { SchemaCollector } from './schema-collector.js';
import { PlatformHttpAdapter } from '../server/platform-http.adapter.js';
import { Endpoint, entityTagsHeader, HttpModule, idSchema, Input } from '../index.js';
import {
  batchBody,
  batchResultSchema,
  centsSchema,
  eventStream,
  pageOf,
  pageQuery,
  preferHeader,
  reply,
  text,
} from '../index.js';
import type { InputOf } from '../index.js';

const address = z.object({ street: text(80), country: z.string().default('DE') }).meta({ id: 'Address' });
const thing = z
  .object({ id: idSchema, priceCents: centsSchema, address, tags: z.array(z.enum(['a', 'b'])).optional() })
  .meta({ id: 'Thing' });

const patch = {
  method: 'PATCH',
  path: '/things/:id',
  tag: 'things',
  summary: 'Change a thing',
  params: z.object({ id: idSchema }),
  headers: z.object({ 'if-match': entityTagsHeader, prefer: preferHeader }),
  body: z.object({ address, priceCents: centsSchema.optional() }),
  responses: {
    200: { description: 'Changed', schema: thing, headers: ['ETag'] },
    204: { description: 'Unchanged' },
  },
  problems: ['conflict'],
} as const;
const list = {
  method: 'GET',
  path: '/things',
  tag: 'things',
  summary: 'List things',
  query: pageQuery.extend({ category: text(20).optional() }),
  responses: { 200: { description: 'Things', schema: pageOf(thing) } },
} as const;
const batch = {
  method: 'POST',
  path: '/things:batch',
  tag: 'things',
  summary: 'Load things',
  body: batchBody(thing.extend({ address: address.optional() }).meta({ id: 'ThingItem' }), 2),
  idempotencyKey: 'required',
  responses: { 200: { description: 'Loaded', schema: batchResultSchema } },
} as const;
const watch = {
  method: 'GET',
  path: '/things/:id/events',
  tag: 'things',
  summary: 'Watch a thing',
  params: z.object({ id: idSchema }),
  responses: { 200: { description: 'Events', contentType: 'text/event-stream', schema: thing } },
} as const;

@Controller()
class ThingsController {
  @Endpoint(patch)
  patch(@Input() { params, body }: InputOf<typeof patch>) {
    return reply(
      200,
      { id: params.id, priceCents: body.priceCents ?? 0, address: body.address },
      { etag: 1 },
    );
  }
  @Endpoint(list)
  list(@Input() { query }: InputOf<typeof list>) {
    return reply(200, { items: [], nextCursor: String(query.limit) });
  }
  @Endpoint(batch)
  batch(@Input() { body }: InputOf<typeof batch>) {
    return reply(200, { accepted: body.items.length, rejected: [] });
  }
  @Endpoint(watch)
  watch() {
    return eventStream(async function* () {
      // nothing happens
    });
  }
}

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required: boolean; schema: Record<string, unknown> }[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<
    string,
    { description?: string; headers?: Record<string, unknown>; content?: Record<string, { schema: unknown }> }
  >;
}
interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>> };
}

describe('the API document', () => {
  let app: NestFastifyApplication;
  let document: OpenApi;
  const routes: string[] = [];
  beforeAll(async () => {
    const testing = await Test.createTestingModule({
      imports: [HttpModule],
      controllers: [ThingsController],
    }).compile();
    const adapter = new PlatformHttpAdapter();
    adapter.getInstance().addHook('onRoute', ({ method, url }) => {
      routes.push(...[method].flat().map((each) => `${each} ${url}`));
    });
    testing.useLogger(false);
    app = testing.createNestApplication<NestFastifyApplication>(adapter);
    await app.init();
    document = (await app.inject({ url: '/openapi.json' })).json<OpenApi>();
  });
  afterAll(() => app.close());

  const operation = (method: string, path: string): Operation => {
    const found = document.paths[path]?.[method];
    if (!found) throw new Error(`${method} ${path} is not documented`);
    return found;
  };
  const references = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, child]) =>
      key === '$ref' && typeof child === 'string' ? [child] : references(child),
    );
  };
  const resolve = (reference: string): unknown =>
    reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);

  it('is OpenAPI 3.1 and every reference in it leads somewhere', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(references(document).length).toBeGreaterThan(20);
    for (const reference of references(document))
      expect([reference, resolve(reference)]).toEqual([reference, expect.any(Object)]);
  });

  it('has schemas that JSON Schema 2020-12 takes, without leftovers of the tools', () => {
    const ajv = new Ajv2020({
      strict: true,
      allowUnionTypes: true,
      validateFormats: false,
      keywords: ['components', 'openapi', 'info', 'servers', 'tags', 'paths'],
    });
    ajv.addSchema(document, 'https://api.test/');
    for (const name of Object.keys(document.components.schemas)) {
      expect(ajv.compile({ $ref: `https://api.test/#/components/schemas/${name}` })).toBeInstanceOf(Function);
    }
    expect(JSON.stringify(document)).not.toMatch(/\$defs|"published"|"~standard"/);
  });

  it('has every operation named once, with parameters for its path and a response for every problem', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((each) => ({ path, ...each })),
    );
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, parameters = [], responses } of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '429', '500', '503', 'default']));
      for (const response of Object.values(responses))
        expect('$ref' in response || response.description !== '').toBe(true);
    }
  });

  it('has every route of the router, and no other', () => {
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = routes
      // HEAD comes with every GET; the page's files are part of the page.
      .filter((route) => !route.startsWith('HEAD ') && route !== 'GET /docs/:file')
      .map((route) => route.replaceAll(/\/:(\w+)/g, '/{$1}').replaceAll('::', ':'));
    expect(served).toContain('POST /things:batch');
    expect(documented.sort()).toEqual(served.sort());
  });

  it('tells the true shape of what is sent: strict bodies, numbers as numbers, required headers', () => {
    const { parameters = [], requestBody } = operation('patch', '/things/{id}');
    expect(parameters.map(({ name, required }) => [name, required])).toEqual([
      ['id', true],
      ['If-Match', true],
      ['Prefer', false],
    ]);
    expect(requestBody?.content['application/json']?.schema).toMatchObject({
      additionalProperties: false,
      required: ['address'],
    });
    const limit = operation('get', '/things').parameters?.find(({ name }) => name === 'limit');
    expect(limit).toEqual({
      in: 'query',
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
    });
    const category = operation('get', '/things').parameters?.find(({ name }) => name === 'category');
    expect(category?.schema).toMatchObject({ type: 'string', minLength: 1, maxLength: 20 });
    const key = operation('post', '/things:batch').parameters?.find(({ name }) => name === 'Idempotency-Key');
    expect(key).toMatchObject({ in: 'header', required: true });
  });

  it('shows what an item of a batch has to be, though each is checked on its own', async () => {
    const { schema } = operation('post', '/things:batch').requestBody?.content['application/json'] ?? {};
    expect(schema).toMatchObject({
      properties: {
        items: { type: 'array', maxItems: 2, items: { $ref: '#/components/schemas/ThingItem' } },
      },
    });
    const { ThingItem } = document.components.schemas;
    expect(ThingItem).toMatchObject({ required: ['id', 'priceCents'], additionalProperties: false });
    const sent = await app.inject({
      ...{ method: 'POST', url: '/things:batch', headers: { 'idempotency-key': 'k' } },
      payload: { items: ['no thing at all'] },
    });
    expect(sent.statusCode).toBe(200);
  });

  it('keeps what is sent and what is got apart where they differ', () => {
    const { schemas } = document.components;
    const shapes = Object.keys(schemas)
      .filter((name) => name.startsWith('Address'))
      .map((name) => schemas[name]?.['required']);
    expect(shapes).toEqual(expect.arrayContaining([['street'], ['street', 'country']]));
  });

  it('refuses one name for two shapes', () => {
    const schemas = new SchemaCollector();
    schemas.output(z.object({ a: z.string() }).meta({ id: 'Twice' }));
    schemas.output(z.object({ a: z.string() }).meta({ id: 'Twice' }));
    expect(() => schemas.output(z.object({ b: z.string() }).meta({ id: 'Twice' }))).toThrow(/named "Twice"/);
  });

  it('documents the headers of an answer and no body where there is none', () => {
    const { responses } = operation('patch', '/things/{id}');
    expect(Object.keys(responses['200']?.headers ?? {})).toEqual(['x-request-id', 'ETag']);
    expect(responses['204']?.content).toBeUndefined();
    expect(Object.keys(responses['503']?.headers ?? {})).toContain('Retry-After');
    expect(responses['409']?.description).toContain('conflict');
  });

  it('tells the fields of one event of a stream, whose data is JSON in a string', () => {
    expect(operation('get', '/things/{id}/events').responses['200']?.content).toEqual({
      'text/event-stream': {
        schema: {
          type: 'object',
          description: 'One event of the stream.',
          properties: {
            id: { type: 'string' },
            event: { type: 'string' },
            data: {
              type: 'string',
              contentMediaType: 'application/json',
              contentSchema: { $ref: '#/components/schemas/Thing' },
            },
          },
          required: ['data'],
        },
      },
    });
  });

  it('is shown by a page that loads nothing from elsewhere', async () => {
    const page = await app.inject({ url: '/docs' });
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    const linked = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '');
    expect(linked.length).toBeGreaterThan(3);
    for (const url of linked) {
      expect(url).toMatch(/^\/docs\//);
      const file = await app.inject({ url });
      expect([file.statusCode, file.rawPayload.length > 50]).toEqual([200, true]);
    }
    expect((await app.inject({ url: '/docs/package.json' })).statusCode).toBe(404);
    expect((await app.inject({ url: '/docs/__proto__' })).statusCode).toBe(404);
    expect((await app.inject({ url: '/docs/..%2Fpackage.json' })).statusCode).toBe(404);
  });
});
