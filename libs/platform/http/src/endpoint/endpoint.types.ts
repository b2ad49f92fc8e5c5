import type { z } from 'zod';
import type { EventStream } from '../event-stream/event-stream.js';
import type { Reply } from './reply.js';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Response headers that the API document describes; a response declares those it carries. */
export type ResponseHeader = 'ETag' | 'Location' | 'Retry-After' | 'Preference-Applied';

export interface ResponseSpec {
  readonly description: string;
  /** Shape of the JSON body; none for an answer without a body. For an event stream: the shape of one event's data. */
  readonly schema?: z.ZodType;
  readonly headers?: readonly ResponseHeader[];
  readonly contentType?: 'application/json' | 'text/event-stream' | 'text/plain' | 'text/html';
}

/** Everything about a route in one place: how it is matched, validated, answered and documented. */
export interface EndpointSpec {
  readonly method: HttpMethod;
  /** The whole path. Parameters are whole segments: `/customers/:id`; any other colon is literal: `/customers:batch`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Path parameters, an object schema over text. */
  readonly params?: z.ZodObject;
  /** Query parameters, an object schema over text: coerce explicitly (`integerParameter`). Unknown ones are refused. */
  readonly query?: z.ZodObject;
  /** Headers by lower-case name, an object schema over text. Others are ignored. */
  readonly headers?: z.ZodObject;
  /** The JSON body. Unknown keys are refused at every depth. */
  readonly body?: z.ZodType;
  readonly responses: Readonly<Record<number, ResponseSpec>>;
  /** Problem types, registered ones, that this route answers besides the general ones. */
  readonly problems?: readonly string[];
  /** Whether a POST needs an Idempotency-Key or takes one; `optional` unless said otherwise. Other methods take none. */
  readonly idempotencyKey?: 'required' | 'optional';
  /** Left out of the API document, e.g. the routes under `/admin`. */
  readonly hidden?: boolean;
}

/** What every endpoint is told about its request besides the validated parts. */
export interface RequestInfo {
  /** The request id, as in logs, problems and the `x-request-id` header. */
  readonly id: string;
  readonly method: HttpMethod;
  /** The path as requested, without the query. */
  readonly path: string;
  /** The Idempotency-Key, on POST only. */
  readonly idempotencyKey: string | undefined;
  /** Aborts when the client goes away before it was answered, or the server shuts down. */
  readonly signal: AbortSignal;
}

type Part<Spec, Name extends 'params' | 'query' | 'headers' | 'body'> = Spec extends {
  readonly [name in Name]: infer Schema;
}
  ? Schema extends z.ZodType
    ? { readonly [name in Name]: z.output<Schema> }
    : unknown
  : unknown;

/** The validated input of an endpoint: `{ request, params, query, headers, body }`, those that its spec declares. */
export type InputOf<Spec> = { readonly request: RequestInfo } & Part<Spec, 'params'> &
  Part<Spec, 'query'> &
  Part<Spec, 'headers'> &
  Part<Spec, 'body'>;

/** A method that `@Endpoint(spec)` may decorate: takes the spec's input or less, answers a reply or an event stream. */
export type EndpointHandler<Spec> = (
  input: InputOf<Spec>,
) => Promise<Reply | EventStream> | Reply | EventStream;
