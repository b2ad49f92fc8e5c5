import { componentLogger, isTraceparent, runInContext } from '@platform/observability';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { observeRequest } from '../metrics/request-metrics.js';
import { problem } from '../problems/problem.js';
import { sendProblem } from '../problems/send-problem.js';
import { AllowedMethods } from './allowed-methods.js';
import type { HttpSettings } from './http-options.js';
import { RateLimiter } from './rate-limit.js';
import { securityHeaders } from './security-headers.js';

// One line per request, of these few fields only: looking for secrets in them would cost more than writing them.
const log = componentLogger('http').child({}, { redact: [] });

/** Asked often and by machines: not limited, and logged at debug only, as is a route that says so (`logLevel`). */
const isOperational = (url: string) => url.startsWith('/health/') || url === '/metrics';

/** What happens around every request, whichever route it meets. */
export function addRequestHooks(
  server: FastifyInstance,
  { rateLimit, around, takesRequests }: HttpSettings,
): void {
  const methods = new AllowedMethods(server);
  const limiter = rateLimit && new RateLimiter(rateLimit);

  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeaders).header('x-request-id', request.id);
    const wait = limiter && !isOperational(request.url) ? limiter.take(request.ip, performance.now()) : 0;
    if (wait > 0) done(problem('too-many-requests', 'Slow down.', { retryAfterSeconds: wait }));
    else if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
      done(problem('malformed-request', 'A request needs a Host header.'));
    else if (!takesRequests() && !isOperational(request.url))
      done(
        problem('unavailable', 'The service finishes what it had begun before it takes requests.', {
          retryAfterSeconds: 1,
        }),
      );
    // Before the body is read: nobody waits for a body that goes nowhere.
    else if (request.is404) done(unroutable(request, methods));
    else done();
  });

  // An empty path parameter matches a route first; Nest's adapter then asks for this one.
  server.setNotFoundHandler((request, reply) => {
    sendProblem(unroutable(request, methods), request, reply);
  });

  // After the body was read, as reading it leaves the async context of the hooks before.
  server.addHook('preHandler', (request, _reply, done) => {
    const { traceparent } = request.headers;
    const ids = { requestId: request.id, correlationId: request.id };
    const context = isTraceparent(traceparent) ? { ...ids, traceparent } : ids;
    runInContext(context, () => {
      around(context, done);
    });
  });

  server.addHook('onResponse', (request, reply, done) => {
    observeRequest(request, reply);
    const { logLevel } = request.routeOptions;
    const level = isOperational(request.url) || logLevel === 'debug' ? 'debug' : 'info';
    if (log.isLevelEnabled(level)) {
      const ms = Math.round(reply.elapsedTime * 1000) / 1000;
      log[level](
        { requestId: request.id, method: request.method, url: request.url, status: reply.statusCode, ms },
        'request',
      );
    }
    done();
  });
}

function unroutable(request: FastifyRequest, methods: AllowedMethods) {
  const path = request.url.split('?', 1)[0] ?? '';
  const allowed = methods.of(path);
  if (allowed.length === 0) return problem('not-found', 'There is nothing at this path.');
  return problem('method-not-allowed', `This resource has ${allowed.join(', ')}.`, {
    headers: { allow: allowed.join(', ') },
  });
}
