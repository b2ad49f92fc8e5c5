import { createHttpApplication, type HttpApplication } from '@platform/http';
import type { MessageTransport } from '@platform/messaging';
import { KafkaTransport } from '@platform/messaging/kafka';
import type { CrashPoints } from '@platform/persistence';
import type { EventStoreConfiguration } from '@platform/profile';

import { Upkeep } from './archive/upkeep.js';
import { EventStoreModule } from './event-store.module.js';
import { GapFiller } from './gaps/gap-filler.js';
import { Reconciliation } from './gaps/reconciliation.js';
import { Intake } from './intake/intake.js';

/** What a test's launcher may put in the place of a part. */
export interface Adapters {
  readonly crashPoints?: CrashPoints;
}

/**
 * Starts the Event Store; resolves when it answers, whether the broker and the modules do or not.
 *
 * @param ending ends it while it starts
 * @throws the reason of `ending` then, when everything is closed
 */
export async function startEventStore(
  configuration: EventStoreConfiguration,
  { crashPoints }: Adapters = {},
  ending?: AbortSignal,
): Promise<HttpApplication> {
  const { host, port } = configuration;
  const transport = transportOf(configuration, crashPoints);
  return createHttpApplication(EventStoreModule.of(configuration, transport, crashPoints), {
    ...{ host, port, ending },
    beforeListen: async (app) => {
      await app.get(Upkeep).start();
      // Whoever has begun to receive leaves in order, and that takes its time.
      ending?.throwIfAborted();
      await app.get(Intake).start();
      app.get(GapFiller).start();
      app.get(Reconciliation).start();
    },
  });
}

/** The topics of the modules are their own to make; a consumer makes those that it finds missing. */
function transportOf(
  { broker, deploymentId, replica, topics }: EventStoreConfiguration,
  crashPoints: CrashPoints | undefined,
): MessageTransport {
  return new KafkaTransport({
    brokers: broker.brokers,
    clientId: `event-store-${replica}`,
    ...{ deploymentId, topics, modules: [] },
    ...(crashPoints && { crashPoints }),
  });
}
