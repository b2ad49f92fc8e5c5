import type { ServiceConfiguration } from '@platform/profile';
import { createHttpApplication, type HttpApplication, parseRateLimit } from '@platform/http';
import { MessagingServer, withMessageContext } from '@platform/messaging';
import { Recovery } from '@platform/recovery';

import { type Adapters, composeService } from './composition/compose-service.js';
import { refillLogs } from './recovery/refill-logs.js';
import { refuseRestored } from './restored/refuse-restored.js';

export type { Adapters };

/**
 * Starts the service that `configuration` describes, in two stages: first what was begun here before is finished, then it takes
 * requests and messages. Resolves in the second, when it answers and its consumers are at work.
 *
 * @param ending ends it while it starts: what it has in hand it finishes or lets go
 * @throws the reason of `ending` then, when everything is closed
 */
export async function startService(
  configuration: ServiceConfiguration,
  adapters: Adapters = {},
  ending: AbortSignal = new AbortController().signal,
): Promise<HttpApplication> {
  return createHttpApplication(await composeService(configuration, adapters), {
    ...{ host: configuration.host, port: configuration.port, ending },
    rateLimit: parseRateLimit(process.env.WHEREABOUTS_RATE_LIMIT),
    around: ({ correlationId, traceparent }, next) =>
      withMessageContext({ correlationId, ...(traceparent !== undefined && { traceparent }) }, next),
    beforeListen: async (app) => {
      await refuseRestored(app, configuration);
      await refillLogs(app, configuration, ending);
      await app.get(Recovery).count();
      ending.throwIfAborted();
      app.connectMicroservice({ strategy: app.get(MessagingServer) });
      await app.get(MessagingServer).prepare();
    },
    beforeRequests: async (app) => {
      await app.get(Recovery).finish(ending);
      await app.startAllMicroservices();
    },
  });
}
