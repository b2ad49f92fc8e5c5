import type { FastifyReply, FastifyRequest } from 'fastify';
import { endOfRequest } from '../server/end-of-request.js';
import type { HttpMethod, RequestInfo } from './endpoint.types.js';

/** The signal is made when it is first asked for: most endpoints never do. */
export class FastifyRequestInfo implements RequestInfo {
  readonly id: string;
  readonly path: string;
  readonly #reply: FastifyReply;
  #signal: AbortSignal | undefined;

  constructor(
    request: FastifyRequest,
    reply: FastifyReply,
    readonly method: HttpMethod,
    readonly idempotencyKey: string | undefined,
  ) {
    this.id = request.id;
    const query = request.url.indexOf('?');
    this.path = query < 0 ? request.url : request.url.slice(0, query);
    this.#reply = reply;
  }

  get signal(): AbortSignal {
    this.#signal ??= endOfRequest(this.#reply, 'lastCall');
    return this.#signal;
  }
}
