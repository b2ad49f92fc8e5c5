import { componentLogger } from '@platform/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { closeWhenShuttingDown } from '../server/end-of-request.js';
import { securityHeaders } from '../server/security-headers.js';
import { isUnregistered, problemOf } from './problem-of.js';

const log = componentLogger('http');

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
  closeWhenShuttingDown(reply);
  // A path that cannot be parsed is refused before any hook has run.
  if (!reply.hasHeader('x-request-id')) reply.headers(securityHeaders).header('x-request-id', request.id);
  void reply
    .code(answer.status)
    .headers(answer.headers())
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(answer.details(request.id)));
}
