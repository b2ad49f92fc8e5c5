import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../problems/problem.js';
import { unstorableText } from './unstorable-text.js';

/** JSON (RFC 8259) is the only body there is. An empty body counts as none, whatever its content type says. */
export function parseJsonBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      done(null, parse(request, body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  // Many clients name a content type for a POST that carries nothing.
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else done(notJson());
  });
}

function parse(request: FastifyRequest, body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw problem('unsupported-media-type', 'Send the body without Content-Encoding.');
  }
  const charset = /charset="?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    throw notJson();
  }
  if (!isUtf8(body)) throw problem('malformed-json', 'The body is not UTF-8.');
  const text = body.toString('utf8');
  const value = parseText(text);
  // A NUL or half a character can only come from an escape, and escapes are rare: most bodies need no second look.
  const field = text.includes('\\u') ? unstorableText(value) : undefined;
  if (field === undefined) return value;
  throw problem('validation', `${field} must not contain NUL or half a surrogate pair.`, {
    errors: [{ field, rule: 'invalid-text', message: 'must not contain NUL or half a surrogate pair' }],
  });
}

const notJson = () => problem('unsupported-media-type', 'Send the body as application/json in UTF-8.');

function parseText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw problem('malformed-json', 'The body is not well-formed JSON.', { cause: error });
  }
}
