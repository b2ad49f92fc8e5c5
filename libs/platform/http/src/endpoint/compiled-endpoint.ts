import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { idempotencyKeyHeader } from '../idempotency/idempotency-key.js';
import { problem } from '../problems/problem.js';
import type { FieldError } from '../problems/problem.js';
import type { EndpointSpec, InputOf } from './endpoint.types.js';
import { fieldErrors } from './field-errors.js';
import { generalProblems } from './general-problems.js';
import { pathParameters } from './path.js';
import { FastifyRequestInfo } from './request-info.js';
import { strictSchema } from './strict-schema.js';

type PartName = 'params' | 'query' | 'headers' | 'body';

interface Part {
  readonly name: PartName;
  readonly schema: z.core.$ZodType;
  readonly raw: (request: FastifyRequest) => unknown;
}

/** An endpoint's declaration with all that can be worked out before the first request. */
export class CompiledEndpoint {
  private readonly parts: readonly Part[];
  readonly takesIdempotencyKey: boolean;
  /** Every problem type that this endpoint may answer, its own and the general ones. */
  readonly problemTypes: ReadonlySet<string>;

  constructor(readonly spec: EndpointSpec) {
    assertDeclaresItsParameters(spec);
    this.takesIdempotencyKey = spec.method === 'POST';
    this.problemTypes = new Set([...generalProblems(spec), ...(spec.problems ?? [])]);
    const { params, query, headers, body } = spec;
    const headerNames = Object.keys(headers?.shape ?? {});
    this.parts = [
      ...(params
        ? [{ name: 'params' as const, schema: params, raw: (request: FastifyRequest) => request.params }]
        : []),
      // Without declared parameters every query parameter is unknown.
      {
        name: 'query' as const,
        schema: strictSchema(query ?? z.object({})),
        raw: (request: FastifyRequest) => request.query,
      },
      ...(headers
        ? [
            {
              name: 'headers' as const,
              schema: headers,
              raw: (request: FastifyRequest) => pickHeaders(request, headerNames),
            },
          ]
        : []),
      ...(body
        ? [
            {
              name: 'body' as const,
              schema: strictSchema(body),
              raw: (request: FastifyRequest) => request.body,
            },
          ]
        : []),
    ];
  }

  /** The validated input, or problem 400 `validation` that names every broken rule. */
  read(request: FastifyRequest, reply: FastifyReply): InputOf<EndpointSpec> {
    const input: Partial<Record<PartName, unknown>> = {};
    const errors: FieldError[] = [];
    for (const part of this.parts) {
      const parsed = z.core.safeParse(part.schema, part.raw(request));
      if (parsed.success) input[part.name] = parsed.data;
      else {
        assertNoOwnProblem(parsed.error.issues);
        errors.push(...fieldErrors(part.name, parsed.error.issues));
      }
    }
    const idempotencyKey = this.takesIdempotencyKey ? this.readIdempotencyKey(request, errors) : undefined;
    if (errors.length > 0) throw invalid(errors);
    return { ...input, request: new FastifyRequestInfo(request, reply, this.spec.method, idempotencyKey) };
  }

  private readIdempotencyKey(request: FastifyRequest, errors: FieldError[]): string | undefined {
    const sent = request.headers['idempotency-key'];
    if (sent === undefined) {
      if (this.spec.idempotencyKey !== 'required') return undefined;
      throw problem(
        'idempotency-key-required',
        'Send an Idempotency-Key header, for example a new UUID, and the same one when you try again.',
      );
    }
    const parsed = idempotencyKeyHeader.safeParse(sent);
    if (!parsed.success) errors.push(...fieldErrors('headers', parsed.error.issues, ['idempotency-key']));
    return parsed.data;
  }
}

function invalid(errors: readonly FieldError[]) {
  const first = errors[0];
  const others = errors.length > 1 ? `, and ${errors.length - 1} more` : '';
  return problem(
    'validation',
    first ? `${first.field} ${first.message}${others}.` : 'The request is invalid.',
    { errors },
  );
}

/** A schema's check may ask for a problem of its own: `params: { problem: 'content-too-large' }` on a custom issue. */
function assertNoOwnProblem(issues: readonly z.core.$ZodIssue[]): void {
  for (const issue of issues) {
    const type: unknown = issue.code === 'custom' ? issue.params?.['problem'] : undefined;
    if (typeof type === 'string') throw problem(type, `/${issue.path.join('/')} ${issue.message}.`);
  }
}

function pickHeaders(request: FastifyRequest, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) {
    const value = request.headers[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

function assertDeclaresItsParameters(spec: EndpointSpec): void {
  const declared = Object.keys(spec.params?.shape ?? {});
  const used = pathParameters(spec.path);
  if (declared.length !== used.length || used.some((name) => !declared.includes(name))) {
    throw new Error(
      `${spec.method} ${spec.path} declares the parameters [${declared.join(', ')}] but its path has [${used.join(', ')}].`,
    );
  }
}
