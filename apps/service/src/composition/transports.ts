import { HttpEventArchive, type MessageTransport } from '@platform/messaging';
import type { CrashPoints } from '@platform/persistence';
import type { ServiceConfiguration } from '@platform/profile';

type MakeTransport = (
  configuration: ServiceConfiguration,
  crashPoints: CrashPoints | undefined,
) => Promise<MessageTransport | undefined>;

/** How messages leave this process. A client library is loaded only where it is used. */
export const transports: Readonly<Record<ServiceConfiguration['transport'], MakeTransport>> = {
  'in-process': () => Promise.resolve(undefined),
  async kafka({ broker, deploymentId, service, replica, topics, modules, eventStore }, crashPoints) {
    if (!broker) throw new Error('The transport is kafka, and no broker was named.');
    const { KafkaTransport } = await import('@platform/messaging/kafka');
    return new KafkaTransport({
      brokers: broker.brokers,
      clientId: `${service}-${replica}`,
      ...{ deploymentId, topics, modules },
      ...(crashPoints && { crashPoints }),
      ...(eventStore && { archive: new HttpEventArchive(eventStore.url) }),
    });
  },
  rabbitmq: () => Promise.reject(new Error('The transport rabbitmq cannot be run yet.')),
};
