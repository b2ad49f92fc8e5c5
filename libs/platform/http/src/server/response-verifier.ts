import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { CompiledEndpoint } from '../endpoint/compiled-endpoint.js';
import { routePath } from '../endpoint/path.js';
import { strictSchema } from '../endpoint/strict-schema.js';
import { problemUri } from '../problems/catalogue.js';
import { problem } from '../problems/problem.js';

/**
 * Holds every answer of an endpoint against its declaration; one that differs becomes problem 500 `internal` that says how.
 * It costs a second validation per request, so it is for tests: with it, the API document cannot drift unseen.
 */
export class ResponseVerifier {
  private endpoints = new Map<string, CompiledEndpoint>();

  constructor(server: FastifyInstance) {
    server.addHook('onSend', (request, reply, payload, done) => {
      const endpoint = this.endpoints.get(`${request.method} ${request.routeOptions.url ?? ''}`);
      const fault = endpoint && faultOf(endpoint, reply, payload);
      if (fault === undefined) done();
      else {
        reply.code(500).header('content-type', 'application/problem+json');
        const details = problem('internal', `The answer is not as declared: ${fault}`).details(request.id);
        done(null, JSON.stringify(details));
      }
    });
  }

  use(endpoints: readonly CompiledEndpoint[]): void {
    this.endpoints = new Map(
      endpoints.map((endpoint) => [`${endpoint.spec.method} ${routePath(endpoint.spec.path)}`, endpoint]),
    );
  }
}

function faultOf(
  { spec, problemTypes }: CompiledEndpoint,
  reply: FastifyReply,
  payload: unknown,
): string | undefined {
  const body: unknown = typeof payload === 'string' && isJson(reply) ? JSON.parse(payload) : undefined;
  const declared = spec.responses[reply.statusCode];
  if (declared) {
    const missing = declared.headers?.find((name) => !reply.hasHeader(name.toLowerCase()));
    if (missing !== undefined) return `${reply.statusCode} comes without the header ${missing}.`;
    if (!declared.schema || declared.contentType === 'text/event-stream') return undefined;
    const parsed = strictSchema(declared.schema).safeParse(body);
    return parsed.success
      ? undefined
      : `${reply.statusCode} has a body of another shape. ${z.prettifyError(parsed.error)}`;
  }
  if (reply.statusCode < 400) return `${reply.statusCode} is not documented.`;
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  const known = [...problemTypes].some((name) => problemUri(name) === type);
  return known ? undefined : `the problem ${String(type)} is not documented.`;
}

function isJson(reply: FastifyReply): boolean {
  return /json/.test(String(reply.getHeader('content-type')));
}
