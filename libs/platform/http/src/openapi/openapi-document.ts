import type { CompiledEndpoint } from '../endpoint/compiled-endpoint.js';
import { templatePath } from '../endpoint/path.js';
import { allProblems, problemUri } from '../problems/catalogue.js';
import { problemDetailsSchema } from '../problems/problem-schema.js';
import { responseHeaders } from './headers.js';
import { operationOf } from './operation.js';
import { SchemaCollector } from './schema-collector.js';

export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
}

/** The OpenAPI 3.1 document of these endpoints: made from what they validate and answer with, so it cannot differ. */
export function openApiDocument(
  endpoints: readonly CompiledEndpoint[],
  info: ApiInfo,
): Record<string, unknown> {
  const schemas = new SchemaCollector();
  schemas.output(problemDetailsSchema);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints.filter(({ spec }) => spec.hidden !== true)) {
    const path = (paths[templatePath(endpoint.spec.path)] ??= {});
    path[endpoint.spec.method.toLowerCase()] = operationOf(endpoint, schemas);
  }
  const tags = [
    ...new Set(endpoints.filter(({ spec }) => spec.hidden !== true).map(({ spec }) => spec.tag)),
  ].sort();
  return {
    openapi: '3.1.1',
    info: { ...info, description: [info.description, problemTable()].filter(Boolean).join('\n\n') },
    servers: [{ url: '/' }],
    tags: tags.map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas.components,
      headers: responseHeaders,
      responses: {
        Problem: {
          description: 'Any other error, as problem details',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

/** Every problem type in Markdown: the place that a `type` can be looked up. */
function problemTable(): string {
  const rows = allProblems().map(
    ([name, { status, title }]) => `| \`${problemUri(name)}\` | ${status} | ${title} |`,
  );
  return ['## Problem types', '| type | status | title |', '|---|---|---|', ...rows]
    .join('\n')
    .replace('types\n', 'types\n\n');
}
