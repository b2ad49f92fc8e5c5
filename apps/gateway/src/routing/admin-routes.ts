import { problem } from '@platform/http';
import type { FastifyInstance } from 'fastify';
import { hash, timingSafeEqual } from 'node:crypto';

import { forward } from '../forwarding/forward.js';
import type { Replica } from '../upstream/replica.js';
import type { Target } from '../upstream/upstream.js';
import type { Upstreams } from '../upstream/upstreams.js';
import { forwardedMethods } from './pass-bodies-on.js';

interface Params {
  readonly service: string;
  readonly replica: string;
}

/**
 * `/admin/services/{name}/{replica}/…` is `/admin/…` of that one replica, for who has the token. It names the process, as
 * each has work of its own to show, and nothing else of a service can be reached by it.
 */
export function registerAdminRoutes(scope: FastifyInstance, token: string, upstreams: Upstreams): void {
  scope.addHook('onRequest', (request, _reply, done) => {
    // Before the body is read and before anything is told: not even which services there are.
    if (isToken(request.headers.authorization, token)) {
      // It opens the gateway; a service has no use for it.
      delete request.headers.authorization;
      done();
    } else {
      const headers = { 'www-authenticate': 'Bearer' };
      done(problem('unauthorized', 'Send the admin token as Authorization: Bearer.', { headers }));
    }
  });
  scope.route<{ Params: Params }>({
    method: forwardedMethods,
    url: '/admin/services/:service/:replica/*',
    handler: (request, reply) => {
      const { service, replica } = request.params;
      const found = upstreams.find(service)?.replicas.find(({ index }) => String(index) === replica);
      if (!found) throw problem('not-found', `There is no replica ${replica} of a service "${service}".`);
      forward(request, reply, only(found), adminPath(request.raw.url ?? '')).catch((error: unknown) =>
        reply.send(error),
      );
    },
  });
}

/** Asked whatever is known of it, and nobody else in its place. */
function only(replica: Replica): Target {
  return {
    name: replica.service,
    choose: (asked) => (asked.has(replica) ? undefined : replica),
    suspect: () => undefined,
  };
}

function adminPath(url: string): string {
  return url.replace(/^.*?\/admin\/services\/[^/]+\/[^/]+\//, '/admin/');
}

/** Compares digests, so that neither length nor time tells anything about the token. */
function isToken(authorization: string | undefined, token: string): boolean {
  const sent = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  return sent !== undefined && timingSafeEqual(digest(sent), digest(token));
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
