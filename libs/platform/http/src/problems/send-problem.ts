import { componentLogger } from '@platform/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { closeWhenShuttingDown } from '../server/end-of-request.js';
import { securityHeaders } from '../server/security-headers.js';
import { isUnregistered, problemOf } from './problem-of.js';

const log = componentLogger('http');

/** A refused body up to this size is read to its end all the same. */
const MAX_BYTES_READ_ON = 64 * 1024 * 1024;

/** Answers with the error's problem and logs what an operator should see. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const answer = problemOf(error);
  const context = { requestId: request.id, method: request.method, url: request.url };
  if (answer.type === 'internal') log.error({ ...context, err: error }, 'A request failed unexpectedly');
  else if (answer.status >= 500) log.warn({ ...context, err: error }, 'A request could not be served');
  else if (isUnregistered(error))
    log.warn({ ...context, code: error.code }, 'A DomainError has a code that is no problem type');
  if (reply.sent || reply.raw.headersSent) {
    // Half an answer is on its way already; only cutting the connection tells the client that it is not whole.
    reply.raw.destroy();
    return;
  }
  if (answer.status === 413) readOn(request, reply);
  closeWhenShuttingDown(reply);
  // A path that cannot be parsed is refused before any hook has run.
  if (!reply.hasHeader('x-request-id')) reply.headers(securityHeaders).header('x-request-id', request.id);
  void reply
    .code(answer.status)
    .headers(answer.headers())
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(answer.details(request.id)));
}

/**
 * Fastify closes the connection under a body that is too large; a client that is still writing would then see a broken pipe and
 * not the answer. Left open, Node reads the rest and throws it away.
 */
function readOn({ headers }: FastifyRequest, reply: FastifyReply): void {
  if (Number(headers['content-length'] ?? Infinity) <= MAX_BYTES_READ_ON) reply.removeHeader('connection');
}
