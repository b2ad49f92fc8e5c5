import { createHttpApplication, type HttpApplication } from '@platform/http';
import type { MessageTransport } from '@platform/messaging';
import { KafkaTransport } from '@platform/messaging/kafka';
import type { CrashPoints } from '@platform/persistence';
import type { EventStoreConfiguration } from '@platform/profile';

import { Upkeep } from './archive/upkeep.js';
import { EventStoreModule } from './event-store.module.js';
import { GapFiller } from './gaps/gap-filler.js';
import { Intake } from './intake/intake.js';

/** What a test's launcher may put in the place of a part. */
export interface Adapters {
  readonly crashPoints?: CrashPoints;
}

/** Starts the Event Store; resolves when it answers, whether the broker and the modules do or not. */
export async function startEventStore(
  configuration: EventStoreConfiguration,
  { crashPoints }: Adapters = {},
): Promise<HttpApplication> {
  const { host, port } = configuration;
  const transport = transportOf(configuration, crashPoints);
  return createHttpApplication(EventStoreModule.of(configuration, transport, crashPoints), {
    ...{ host, port },
    beforeListen: async (app) => {
      await app.get(Upkeep).start();
      await app.get(Intake).start();
      app.get(GapFiller).start();
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
