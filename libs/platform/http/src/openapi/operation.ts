import type { z } from 'zod';
import type { CompiledEndpoint } from '../endpoint/compiled-endpoint.js';
import type { ResponseSpec } from '../endpoint/endpoint.types.js';
import { idempotencyKeyHeader } from '../idempotency/idempotency-key.js';
import { problemDefinition } from '../problems/catalogue.js';
import { requestHeader } from './headers.js';
import type { JsonSchema, SchemaCollector } from './schema-collector.js';

/** The Operation Object of an endpoint. */
export function operationOf(endpoint: CompiledEndpoint, schemas: SchemaCollector): Record<string, unknown> {
  const { spec } = endpoint;
  const parameters = parametersOf(endpoint, schemas);
  return {
    operationId: operationId(endpoint),
    tags: [spec.tag],
    summary: spec.summary,
    ...(spec.description !== undefined && { description: spec.description }),
    ...(parameters.length > 0 && { parameters }),
    ...(spec.body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemas.input(spec.body) } } },
    }),
    responses: { ...successes(spec.responses, schemas), ...problems(endpoint) },
  };
}

/** `PUT /carts/:customerId/items/:productId` → `putCartsByCustomerIdItemsByProductId`. */
function operationId({ spec }: CompiledEndpoint): string {
  const words = spec.path.split(/[/:.]+/).filter((word) => word !== '');
  return (
    spec.method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  );
}

function parametersOf({ spec, takesIdempotencyKey }: CompiledEndpoint, schemas: SchemaCollector): object[] {
  const key = {
    in: 'header',
    name: 'Idempotency-Key',
    description: requestHeader('idempotency-key').description,
  };
  return [
    ...properties(spec.params, schemas).map(({ name, schema }) => ({
      in: 'path',
      name,
      required: true,
      schema,
    })),
    ...properties(spec.query, schemas).map(({ name, required, schema }) => ({
      in: 'query',
      name,
      required,
      schema,
    })),
    ...properties(spec.headers, schemas).map(({ name, required, schema }) => ({
      in: 'header',
      ...requestHeader(name),
      required,
      schema,
    })),
    ...(takesIdempotencyKey
      ? [
          {
            ...key,
            required: spec.idempotencyKey === 'required',
            schema: schemas.input(idempotencyKeyHeader),
          },
        ]
      : []),
  ];
}

function properties(schema: z.ZodObject | undefined, schemas: SchemaCollector) {
  const shape: Record<string, z.ZodType> = schema?.shape ?? {};
  return Object.entries(shape).map(([name, property]) => ({
    name,
    required: property._zod.optin === undefined,
    schema: schemas.input(property),
  }));
}

function successes(
  responses: Readonly<Record<number, ResponseSpec>>,
  schemas: SchemaCollector,
): Record<string, object> {
  return Object.fromEntries(
    Object.entries(responses).map(
      ([status, { description, schema, headers = [], contentType = 'application/json' }]) => [
        status,
        {
          description,
          headers: references(['x-request-id', ...headers]),
          ...((schema ?? contentType !== 'application/json') && {
            content: {
              [contentType]: { schema: contentSchema(contentType, schema && schemas.output(schema)) },
            },
          }),
        },
      ],
    ),
  );
}

/**
 * OpenAPI 3.1 has no word for the items of a stream (3.2 has `itemSchema`): as clients and fuzzers read it, the schema of
 * an event stream tells the fields of one event, its data being JSON in a string.
 */
function contentSchema(contentType: string, schema: JsonSchema | undefined): JsonSchema {
  if (contentType === 'application/json' && schema) return schema;
  if (contentType !== 'text/event-stream' || !schema) return { type: 'string' };
  const data = { type: 'string', contentMediaType: 'application/json', contentSchema: schema };
  return {
    type: 'object',
    description: 'One event of the stream.',
    properties: { id: { type: 'string' }, event: { type: 'string' }, data },
    required: ['data'],
  };
}

/** One response per status, naming the types that have it, and `default` for what is not this API's own (a proxy's 502). */
function problems({ problemTypes }: CompiledEndpoint): Record<string, object> {
  const byStatus = new Map<string, string[]>();
  for (const type of problemTypes) {
    const status = String(problemDefinition(type)?.status);
    byStatus.set(status, [...(byStatus.get(status) ?? []), type]);
  }
  const documented = [...byStatus].map(
    ([status, types]) => [status, problemResponse(status, types)] as const,
  );
  return { ...Object.fromEntries(documented), default: { $ref: '#/components/responses/Problem' } };
}

function problemResponse(status: string, types: readonly string[]): object {
  const named = types.map((type) => `\`${type}\`: ${problemDefinition(type)?.title ?? ''}`).join('. ');
  return {
    description: `${named}.`,
    headers: references(['x-request-id', ...(['429', '503'].includes(status) ? ['Retry-After'] : [])]),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function references(names: readonly string[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
