import { catalogue } from '@marketplace/catalogue';
import { createHttpApplication, type HttpApplication, parseRateLimit } from '@platform/http';
import type { GatewayConfiguration } from '@platform/profile';

import { GatewayModule } from './gateway.module.js';
import { defaultLimits, type Limits } from './limits.js';
import { registerUpstreamGauges } from './metrics/upstream-metrics.js';
import { registerAdminRoutes } from './routing/admin-routes.js';
import { registerModuleRoutes } from './routing/module-routes.js';
import { passBodiesOn } from './routing/pass-bodies-on.js';
import { routingTable } from './routing/routing-table.js';
import { Upstreams } from './upstream/upstreams.js';

/**
 * Starts the gateway; resolves when it answers, whether the services do or not.
 *
 * @param ending ends it while it starts
 * @throws the reason of `ending` then, when everything is closed
 */
export async function startGateway(
  configuration: GatewayConfiguration,
  limits: Limits = defaultLimits,
  ending?: AbortSignal,
): Promise<HttpApplication> {
  const { host, port, adminToken } = configuration;
  const table = routingTable(catalogue, configuration);
  const upstreams = new Upstreams(configuration, limits);
  registerUpstreamGauges(upstreams.all);
  return createHttpApplication(GatewayModule.of(upstreams), {
    ...{ host, port, ending },
    drainMs: limits.drain,
    rateLimit: parseRateLimit(process.env.WHEREABOUTS_RATE_LIMIT),
    beforeListen: async (app) => {
      const server = app.getHttpAdapter().getInstance();
      // In contexts of their own, as the other routes of this server parse their bodies.
      void server.register((scope, _options, done) => {
        passBodiesOn(scope);
        registerModuleRoutes(scope, table, upstreams);
        done();
      });
      if (adminToken !== undefined)
        void server.register((scope, _options, done) => {
          passBodiesOn(scope);
          registerAdminRoutes(scope, adminToken, upstreams);
          done();
        });
      await upstreams.start(ending);
    },
  });
}
