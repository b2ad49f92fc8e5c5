import type { ServiceConfiguration } from '@platform/profile';
import { createHttpApplication, type HttpApplication, parseRateLimit } from '@platform/http';
import { MessagingServer, withMessageContext } from '@platform/messaging';
import { Recovery } from '@platform/recovery';

import { type Adapters, composeService } from './composition/compose-service.js';
import { refillLogs } from './recovery/refill-logs.js';
import { refuseRestored } from './restored/refuse-restored.js';

export type { Adapters };

export interface RunningService extends HttpApplication {
  /** Aborted, with the reason, when the service cannot go on as it is: it is to be closed and started anew. */
  readonly broken: AbortSignal;
}

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
): Promise<RunningService> {
  const broken = new AbortController();
  const over = AbortSignal.any([ending, broken.signal]);
  const hearing = { onRestored: (error: Error) => broken.abort(error) };
  const running = await createHttpApplication(
    await composeService(configuration, { ...adapters, ...hearing }),
    {
      ...{ host: configuration.host, port: configuration.port, ending: over },
      rateLimit: parseRateLimit(process.env.WHEREABOUTS_RATE_LIMIT),
      around: ({ correlationId, traceparent }, next) =>
        withMessageContext({ correlationId, ...(traceparent !== undefined && { traceparent }) }, next),
      beforeListen: async (app) => {
        await refuseRestored(app, configuration);
        await refillLogs(app, configuration, over);
        await app.get(Recovery).count();
        over.throwIfAborted();
        app.connectMicroservice({ strategy: app.get(MessagingServer) });
        await app.get(MessagingServer).prepare();
      },
      beforeRequests: async (app) => {
        await app.get(Recovery).finish(over);
        await app.startAllMicroservices();
      },
    },
  );
  return { ...running, broken: broken.signal };
}
