import type { FastifyInstance } from 'fastify';

import { forward } from '../forwarding/forward.js';
import type { Upstreams } from '../upstream/upstreams.js';
import { forwardedMethods } from './pass-bodies-on.js';
import type { Route } from './routing-table.js';

/** A route for each path of the table and one for all that is below it. */
export function registerModuleRoutes(
  scope: FastifyInstance,
  table: readonly Route[],
  upstreams: Upstreams,
): void {
  for (const { path, service } of table) {
    const target = upstreams.find(service);
    if (!target) throw new Error(`There is no service "${service}" for ${path}.`);
    // A colon within a segment is literal, and written twice for the router.
    const literal = path.replaceAll(':', '::');
    for (const url of [literal, `${literal}/*`])
      scope.route({
        method: forwardedMethods,
        // The service that answers writes its line, under the same request id; a second one would cost as much as forwarding.
        logLevel: 'debug',
        url,
        handler: (request, reply) => {
          forward(request, reply, target).catch((error: unknown) => reply.send(error));
        },
      });
  }
}
