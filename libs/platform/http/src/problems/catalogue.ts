/** What a problem type means, whichever request met it. `title` never varies; the occurrence goes into `detail`. */
export interface ProblemDefinition {
  readonly status: number;
  readonly title: string;
}

const definitions = new Map<string, ProblemDefinition>();

/**
 * Adds problem types to the one catalogue of this process. A module calls it beside its contract, so that its
 * `DomainError` codes have a status. Names are kebab-case; giving a name two meanings throws.
 */
export function registerProblems(problems: Readonly<Record<string, ProblemDefinition>>): void {
  for (const [name, definition] of Object.entries(problems)) {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
      throw new Error(`The problem type "${name}" is not kebab-case.`);
    const known = definitions.get(name);
    if (known && (known.status !== definition.status || known.title !== definition.title)) {
      throw new Error(`The problem type "${name}" is registered twice with different meanings.`);
    }
    definitions.set(name, definition);
  }
}

export function problemDefinition(name: string): ProblemDefinition | undefined {
  return definitions.get(name);
}

/** All registered types by name, sorted; the API's documentation lists them. */
export function allProblems(): readonly (readonly [name: string, ProblemDefinition])[] {
  return [...definitions].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The `type` member of RFC 9457: a URN, so that it is the same whatever origin answered. */
export function problemUri(name: string): string {
  return `urn:whereabouts:problem:${name}`;
}

registerProblems({
  validation: { status: 400, title: 'The request does not have the documented shape' },
  'malformed-request': { status: 400, title: 'The request is not well-formed HTTP' },
  'malformed-json': { status: 400, title: 'The body is not well-formed JSON' },
  'invalid-cursor': { status: 400, title: 'The cursor was not made by this list' },
  'idempotency-key-required': { status: 400, title: 'This request needs an Idempotency-Key' },
  unauthorized: { status: 401, title: 'The request needs credentials' },
  forbidden: { status: 403, title: 'The request is not allowed' },
  'not-found': { status: 404, title: 'There is no such resource' },
  'method-not-allowed': { status: 405, title: 'The resource does not support this method' },
  'request-timeout': { status: 408, title: 'The request did not arrive in time' },
  conflict: { status: 409, title: 'The request conflicts with the state of the resource' },
  'idempotency-key-in-flight': {
    status: 409,
    title: 'A request with this Idempotency-Key is still being worked on',
  },
  'precondition-failed': { status: 412, title: 'The resource is not in the state that If-Match names' },
  'content-too-large': { status: 413, title: 'The body is larger than this resource takes' },
  'uri-too-long': { status: 414, title: 'The request target is too long' },
  'unsupported-media-type': { status: 415, title: 'The body is not JSON' },
  'expectation-failed': { status: 417, title: 'The expectation cannot be met' },
  'idempotency-key-reused': { status: 422, title: 'This Idempotency-Key was used with another body' },
  'precondition-required': { status: 428, title: 'The request needs an If-Match header' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'header-fields-too-large': { status: 431, title: 'The header fields are too large' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  'not-ready': { status: 503, title: 'This process cannot serve requests yet, or at the moment' },
  unavailable: { status: 503, title: 'A part that this request needs is not available at the moment' },
});
