import type { WorkContext } from '@platform/observability';
import type { RateLimit } from './rate-limit.js';

export interface HttpOptions {
  /** Largest body in bytes. */
  readonly bodyLimit?: number;
  /** How long a shutdown waits for accepted requests, in milliseconds. */
  readonly drainMs?: number;
  /** Off unless given. */
  readonly rateLimit?: RateLimit | undefined;
  /** Runs each request's handler; for other async contexts that the request's ids belong in, e.g. the message log's. */
  readonly around?: (context: WorkContext, next: () => void) => void;
  /** While it says no, nobody is answered but who asks for health or metrics: everybody else is told to come back. */
  readonly takesRequests?: () => boolean;
  /** Checks every answer against the endpoint's declaration and fails the request when it differs. For tests. */
  readonly verifyResponses?: boolean;
}

export type HttpSettings = Required<HttpOptions>;

export function httpSettings(options: HttpOptions): HttpSettings {
  return {
    // Holds a batch of a thousand items with room to spare.
    bodyLimit: options.bodyLimit ?? 4 * 1024 * 1024,
    drainMs: options.drainMs ?? 10_000,
    rateLimit: options.rateLimit,
    around: options.around ?? ((_context, next) => next()),
    takesRequests: options.takesRequests ?? (() => true),
    verifyResponses: options.verifyResponses ?? false,
  };
}
