import type { FastifyRequest } from 'fastify';

import { requestHeaders } from './headers.js';
import { isRepeatable } from './repeatable.js';

/** A request as it goes to a replica; the same each time it is sent. */
export interface OutgoingRequest {
  readonly method: string;
  /** Path and query as the client wrote them: what a service decodes is not decoded before it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer | null;
  /** Whether it may be sent again when its answer was lost. */
  readonly repeatable: boolean;
}

export function outgoingRequest(request: FastifyRequest): OutgoingRequest {
  const { method } = request;
  const headers = requestHeaders(request.headers, request.id);
  const body = Buffer.isBuffer(request.body) && request.body.length > 0 ? request.body : null;
  return {
    method,
    path: originForm(request.raw.url ?? '/'),
    headers,
    body,
    repeatable: isRepeatable(method, headers),
  };
}

/** `http://anything/orders` means `/orders` here (RFC 9112, section 3.2.2). */
function originForm(target: string): string {
  return target.startsWith('/') ? target : target.replace(/^[a-z]+:\/\/[^/?#]*/i, '') || '/';
}
