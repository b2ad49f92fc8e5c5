import { etag } from '../conditional/etag.js';

export interface ReplyHeaders {
  /** The version or revision; sent as the strong entity tag `"<version>"`. */
  readonly etag?: string | number;
  readonly location?: string;
  readonly retryAfterSeconds?: number;
  readonly preferenceApplied?: string;
  /** Further headers, names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What an endpoint answers: status, JSON body (none when `undefined`) and headers, names in lower case. */
export class Reply<Body = unknown> {
  constructor(
    readonly status: number,
    readonly body: Body,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** `reply(201, view, { etag: 1, location: '/customers/…' })`; `reply(204)` answers without a body. */
export function reply(status: number): Reply<undefined>;
export function reply<Body>(status: number, body: Body, options?: ReplyHeaders): Reply<Body>;
export function reply(status: number, body?: unknown, options: ReplyHeaders = {}): Reply {
  return new Reply(status, body, {
    ...options.headers,
    ...(options.etag !== undefined && { etag: etag(options.etag) }),
    ...(options.location !== undefined && { location: options.location }),
    ...(options.retryAfterSeconds !== undefined && { 'retry-after': String(options.retryAfterSeconds) }),
    ...(options.preferenceApplied !== undefined && { 'preference-applied': options.preferenceApplied }),
  });
}
