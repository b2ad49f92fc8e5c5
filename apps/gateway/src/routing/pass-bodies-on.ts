import type { FastifyInstance } from 'fastify';
import { METHODS } from 'node:http';

/** Which of them a resource has is for its service to say. */
export const forwardedMethods = METHODS.filter((method) => method !== 'CONNECT');

/**
 * Has the bodies of a context's routes read as they are and as a whole, so that they can be sent again. The limit is that of
 * the services: what is larger they would refuse too.
 */
export function passBodiesOn(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  for (const method of forwardedMethods)
    if (!scope.supportedMethods.includes(method)) scope.addHttpMethod(method, { hasBody: true });
}
