import type { EndpointSpec } from './endpoint.types.js';

/** The problem types that an endpoint can answer by what it declares, whatever its handler does. */
export function generalProblems(spec: EndpointSpec): string[] {
  const { method, params, query, headers } = spec;
  return [
    'validation',
    'malformed-request',
    'too-many-requests',
    'internal',
    'unavailable',
    ...(params ? ['not-found', 'uri-too-long'] : []),
    ...(query && 'cursor' in query.shape ? ['invalid-cursor'] : []),
    ...(headers && 'if-match' in headers.shape ? ['precondition-failed'] : []),
    // A body may come with any method but GET, wanted or not.
    ...(method !== 'GET' ? ['malformed-json', 'content-too-large', 'unsupported-media-type'] : []),
    ...(method === 'POST' ? ['idempotency-key-reused', 'idempotency-key-in-flight'] : []),
    ...(method === 'POST' && spec.idempotencyKey === 'required' ? ['idempotency-key-required'] : []),
  ];
}
