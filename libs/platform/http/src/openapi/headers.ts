import type { ResponseHeader } from '../endpoint/endpoint.types.js';

interface HeaderText {
  readonly name: string;
  readonly description: string;
}

/** Request headers as the document names them, by lower-case name. */
const requestHeaders: Readonly<Record<string, HeaderText>> = {
  'idempotency-key': {
    name: 'Idempotency-Key',
    description:
      'A retry with the same key and body gets the first answer; nothing is done twice. Kept for 24 hours at least.',
  },
  'if-match': {
    name: 'If-Match',
    description: 'The ETag that was read; the request is refused when it is not the current one.',
  },
  'if-none-match': {
    name: 'If-None-Match',
    description: 'An ETag that was read; the answer is 304 when it is still the current one.',
  },
  'last-event-id': {
    name: 'Last-Event-ID',
    description: 'The id of the last event seen; the stream goes on after it.',
  },
  prefer: {
    name: 'Prefer',
    description:
      '`wait=N`: seconds to wait for the outcome, 10 by default, 30 at most; `respond-async` (RFC 7240).',
  },
};

export function requestHeader(lowerCaseName: string): HeaderText {
  return requestHeaders[lowerCaseName] ?? { name: lowerCaseName, description: '' };
}

export const responseHeaders: Readonly<Record<ResponseHeader | 'x-request-id', object>> = {
  ETag: { description: 'The version of the resource, for If-Match', schema: { type: 'string' } },
  Location: { description: 'The path of the resource', schema: { type: 'string' } },
  'Retry-After': {
    description: 'Seconds to wait before trying again',
    schema: { type: 'integer', minimum: 0 },
  },
  'Preference-Applied': {
    description: 'The preferences that were honoured (RFC 7240)',
    schema: { type: 'string' },
  },
  'x-request-id': { description: 'The id of the request, as in the logs', schema: { type: 'string' } },
};
