import type { FastifyRequest } from 'fastify';
import type { HttpMethod, RequestInfo } from './endpoint.types.js';

/** The signal is made when it is first asked for: most endpoints never do. */
class LazyRequestInfo implements RequestInfo {
  readonly id: string;
  readonly path: string;
  private readonly fastifyRequest: FastifyRequest;

  constructor(
    request: FastifyRequest,
    readonly method: HttpMethod,
    readonly idempotencyKey: string | undefined,
  ) {
    this.fastifyRequest = request;
    this.id = request.id;
    const query = request.url.indexOf('?');
    this.path = query < 0 ? request.url : request.url.slice(0, query);
  }

  get signal(): AbortSignal {
    return this.fastifyRequest.signal;
  }
}

export function requestInfo(
  request: FastifyRequest,
  method: HttpMethod,
  idempotencyKey: string | undefined,
): RequestInfo {
  return new LazyRequestInfo(request, method, idempotencyKey);
}
