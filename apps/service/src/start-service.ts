import type { ServiceConfiguration } from '@platform/profile';
import { createHttpApplication, type HttpApplication, parseRateLimit } from '@platform/http';
import { MessagingServer, withMessageContext } from '@platform/messaging';

import { type Adapters, composeService } from './composition/compose-service.js';
import { refillLogs } from './recovery/refill-logs.js';

export type { Adapters };

/** Starts the service that `configuration` describes; resolves when it answers requests and its consumers are at work. */
export async function startService(
  configuration: ServiceConfiguration,
  adapters: Adapters = {},
): Promise<HttpApplication> {
  return createHttpApplication(await composeService(configuration, adapters), {
    host: configuration.host,
    port: configuration.port,
    rateLimit: parseRateLimit(process.env.WHEREABOUTS_RATE_LIMIT),
    around: ({ correlationId, traceparent }, next) =>
      withMessageContext({ correlationId, ...(traceparent !== undefined && { traceparent }) }, next),
    beforeListen: async (app) => {
      await refillLogs(app, configuration);
      app.connectMicroservice({ strategy: app.get(MessagingServer) });
      await app.startAllMicroservices();
    },
  });
}
