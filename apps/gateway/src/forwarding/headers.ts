import type { IncomingHttpHeaders } from 'node:http';

/** Headers that are about one connection (RFC 9110, section 7.6.1) or about how a message is framed on it: never passed on. */
const ofTheConnection: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);

/** What the gateway says itself to a service: where it goes, how long it is, and nothing to wait for. */
const saidAnew: ReadonlySet<string> = new Set(['host', 'content-length', 'expect', 'x-request-id']);

type Headers = Record<string, string | string[]>;

/** The client's headers as a service is to see them. */
export function requestHeaders(sent: IncomingHttpHeaders, requestId: string): Headers {
  const headers = endToEnd(sent, saidAnew);
  headers['x-request-id'] = requestId;
  return headers;
}

/** A service's headers as the client is to see them. */
export function responseHeaders(sent: IncomingHttpHeaders): Headers {
  return endToEnd(sent);
}

function endToEnd(sent: IncomingHttpHeaders, besides?: ReadonlySet<string>): Headers {
  const named = namedIn(sent.connection);
  const headers: Headers = {};
  for (const name in sent) {
    const value = sent[name];
    if (value === undefined || ofTheConnection.has(name)) continue;
    if (besides?.has(name) === true || named?.includes(name) === true) continue;
    headers[name] = value;
  }
  return headers;
}

/** What `Connection` names is about the connection too. */
function namedIn(connection: string | string[] | undefined): readonly string[] | undefined {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return undefined;
  return String(connection)
    .split(',')
    .map((name) => name.trim().toLowerCase());
}
