import { newId } from '@platform/domain';
import type { IncomingHttpHeaders } from 'node:http';

/** Text that is safe in a log, a header and a URL. */
const sane = /^[A-Za-z0-9._~-]{8,128}$/;

/** The caller's `x-request-id` when it is sane, so that a request can be followed over services; else a new UUIDv7. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const sent = headers['x-request-id'];
  return typeof sent === 'string' && sane.test(sent) ? sent : newId();
}
