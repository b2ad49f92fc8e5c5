import { problemDefinition, problemUri } from './catalogue.js';

/** One broken rule of a request: `field` is a JSON pointer into the body (`/items/0/quantity`) or `query/limit`, `header/if-match`, `path/id`. */
export interface FieldError {
  readonly field: string;
  readonly rule: string;
  readonly message: string;
}

export interface ProblemExtra {
  /** Answered as the Retry-After header. */
  readonly retryAfterSeconds?: number;
  /** Further response headers, e.g. `allow`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: readonly FieldError[];
  /** Further members of the problem details object. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The body of an error answer, media type `application/problem+json` (RFC 9457). `instance` is the request's id. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly errors?: readonly FieldError[];
  readonly [member: string]: unknown;
}

/** An answer that is an error of a registered type. Thrown from anywhere in a request. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: string;

  constructor(
    readonly type: string,
    readonly detail: string,
    readonly extra: ProblemExtra = {},
  ) {
    super(detail, extra.cause === undefined ? undefined : { cause: extra.cause });
    const definition = problemDefinition(type);
    if (!definition)
      throw new Error(`The problem type "${type}" is not registered. Add it with registerProblems.`);
    this.status = definition.status;
    this.title = definition.title;
  }

  details(instance?: string): ProblemDetails {
    return {
      ...this.extra.members,
      type: problemUri(this.type),
      title: this.title,
      status: this.status,
      detail: this.detail,
      ...(instance !== undefined && { instance }),
      ...(this.extra.errors && { errors: this.extra.errors }),
    };
  }

  headers(): Record<string, string> {
    const { retryAfterSeconds, headers } = this.extra;
    return {
      ...headers,
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    };
  }
}

/** Builds the exception that answers with a problem: `throw problem('not-found', 'There is no order 0190….')`. */
export function problem(type: string, detail: string, extra?: ProblemExtra): Problem {
  return new Problem(type, detail, extra);
}
