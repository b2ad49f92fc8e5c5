import { Controller } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { z } from 'zod';
import {
  batchBody,
  batchResultSchema,
  centsSchema,
  createTestingApplication,
  currencySchema,
  Endpoint,
  HttpModule,
  idSchema,
} from '../index.js';
import { Input, int32Schema, pageQuery, preferHeader, reply, runBatch, text } from '../index.js';
import type { InputOf } from '../index.js';

const put = {
  method: 'PUT',
  path: '/things/:id',
  tag: 'things',
  summary: 'Write a thing',
  params: z.object({ id: idSchema }),
  query: pageQuery,
  headers: z.object({ prefer: preferHeader }),
  body: z.object({
    name: text(4),
    note: text(2, 0).nullable(),
    quantity: int32Schema.optional(),
    priceCents: centsSchema,
    currency: currencySchema.default('EUR'),
    kind: z.discriminatedUnion('type', [
      z.object({ type: z.literal('card'), token: text(3) }),
      z.object({ type: z.literal('boleto') }),
    ]),
    tags: z.array(z.enum(['a', 'b'])).max(2),
  }),
  responses: { 200: { description: 'Written', schema: z.object({ ok: z.boolean() }) } },
} as const;

const batch = {
  method: 'POST',
  path: '/things:batch',
  tag: 'things',
  summary: 'Write things',
  body: batchBody(put.body, 10),
  responses: { 200: { description: 'Written', schema: batchResultSchema } },
} as const;

@Controller()
class ThingsController {
  @Endpoint(batch)
  async batch(@Input() { body }: InputOf<typeof batch>) {
    return reply(200, await runBatch(body.items, put.body, () => Promise.resolve()));
  }

  @Endpoint(put)
  put(@Input() { body }: InputOf<typeof put>) {
    return reply(200, { ok: body.name !== '' });
  }
}

const id = '01890000-0000-7000-8000-000000000001';
/** Mostly right, so that each rule is met alone as well as with others. */
const mostly = <T>(right: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 40, arbitrary: right }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) });
const anyText = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'é😀') },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\0', '"', '\n'), maxLength: 5 }),
  },
);
/** Rarely over the edge. */
const edgy = (inside: fc.Arbitrary<unknown>, outside: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 10, arbitrary: inside }, { weight: 1, arbitrary: outside });
const things = fc.record(
  {
    name: mostly(anyText),
    note: mostly(fc.option(anyText)),
    quantity: mostly(edgy(fc.integer(), fc.oneof(fc.double(), fc.constantFrom(2 ** 31, -(2 ** 31))))),
    priceCents: mostly(
      edgy(fc.nat(), fc.oneof(fc.maxSafeInteger(), fc.constantFrom(-0, 1e10, 1e10 + 1, 1e300, 0.5))),
    ),
    currency: mostly(edgy(fc.constant('EUR'), fc.constantFrom('eur', 'EURO'))),
    kind: mostly(
      edgy(
        fc.oneof(fc.record({ type: fc.constant('card'), token: anyText }), fc.constant({ type: 'boleto' })),
        fc.record({ type: fc.constantFrom('card', 'boleto', 'cash'), token: anyText }),
      ),
    ),
    tags: mostly(
      edgy(fc.constantFrom([], ['a', 'b']), fc.array(fc.constantFrom('a', 'c'), { maxLength: 3 })),
    ),
  },
  { requiredKeys: ['name', 'priceCents', 'kind', 'tags', 'note'] },
);
const bodies = mostly(
  edgy(
    things,
    things.map((thing) => ({ ...thing, extra: 1 })),
  ),
);
/** The NUL character makes the whole request malformed, wherever it is. */
const storable = bodies.filter((body) => !JSON.stringify(body).includes('\\u0000'));

describe('what is published', () => {
  let app: NestFastifyApplication;
  let accepts: ValidateFunction;
  let acceptsItem: ValidateFunction;
  let documented: string[];
  beforeAll(async () => {
    app = await createTestingApplication(
      await Test.createTestingModule({ imports: [HttpModule], controllers: [ThingsController] }).compile(),
    );
    const document = (await app.inject({ url: '/openapi.json' })).json<{
      paths: Record<string, Record<string, { responses: object }>>;
    }>();
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, 'https://api.test/');
    const body = 'requestBody/content/application~1json/schema';
    const validator = (at: string) => ajv.compile({ $ref: `https://api.test/#/paths/${at}` });
    accepts = validator(`~1things~1%7Bid%7D/put/${body}`);
    acceptsItem = validator(`~1things:batch/post/${body}/properties/items/items`);
    documented = Object.keys(document.paths['/things/{id}']?.['put']?.responses ?? {});
  });
  afterAll(() => app.close());

  it('accepts exactly the bodies that are accepted', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const payload = JSON.stringify(body);
        const sent: unknown = JSON.parse(payload);
        const response = await app.inject({
          method: 'PUT',
          url: `/things/${id}`,
          headers: { 'content-type': 'application/json' },
          payload,
        });
        accepted += response.statusCode === 200 ? 1 : 0;
        expect([response.statusCode, response.body]).toEqual([accepts(sent) ? 200 : 400, expect.any(String)]);
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(60);
  });

  it('rejects exactly the items of a batch that are not as published, whatever is beside them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(storable, { maxLength: 10 }), async (items) => {
        const payload = JSON.stringify({ items });
        const { items: sent } = JSON.parse(payload) as { items: unknown[] };
        const response = await app.inject({
          method: 'POST',
          url: '/things:batch',
          headers: { 'content-type': 'application/json' },
          payload,
        });
        const { rejected } = response.json<{ rejected: { index: number }[] }>();
        expect(rejected.map(({ index }) => index)).toEqual(
          [...sent.keys()].filter((index) => !acceptsItem(sent[index])),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('has every answer that any request gets, and never a failure of ours', async () => {
    const garbage = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('*', '"', ',', 'wait=1', '%', '%00', 'ü'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          segment: fc.oneof(
            fc.constant(id),
            garbage.map(encodeURIComponentSafely),
            fc.constantFrom('%', '%E0%A4', '..', '%2e%2e%2f'),
          ),
          query: fc.oneof(
            fc.constant(''),
            fc.webQueryParameters(),
            fc.constantFrom('limit=1&limit=2', 'limit[]=1', '%', 'cursor=%00', '__proto__=1', '='),
          ),
          headers: fc.dictionary(
            fc.constantFrom('prefer', 'x-request-id', 'idempotency-key', 'traceparent', 'accept', 'if-match'),
            fc.string({
              unit: fc.constantFrom('a', '1', ',', ';', '=', '"', '\\', ' ', '*', 'é'),
              maxLength: 20,
            }),
          ),
          contentType: fc.constantFrom(
            'application/json',
            'application/json',
            'text/plain',
            ';',
            'application/json; charset=x',
          ),
          payload: fc.oneof(
            fc.string(),
            fc.json(),
            fc.json().map((text) => text.slice(0, -1)),
          ),
        }),
        async ({ segment, query, headers, contentType, payload }) => {
          const response = await app.inject({
            method: 'PUT',
            url: `/things/${segment}?${query}`,
            headers: { ...headers, 'content-type': contentType },
            payload,
          });
          expect(response.statusCode).toBeLessThan(500);
          expect(documented).toContain(String(response.statusCode));
          if (response.statusCode >= 400)
            expect(response.json()).toMatchObject({
              type: expect.stringMatching(/^urn:/),
              status: response.statusCode,
            });
        },
      ),
      { numRuns: 500 },
    );
  });
});

function encodeURIComponentSafely(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}
