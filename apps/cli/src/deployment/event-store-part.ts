import { type EventStoreConfiguration, eventStoreConfigurationVariable } from '@platform/profile';
import type { Address } from './addresses.js';
import { ChildPart } from './child-part.js';
import type { DataDirectory } from './data-directory.js';
import type { SharedConfiguration } from './service-configurations.js';

export interface EventStoreOptions {
  readonly shared: SharedConfiguration;
  readonly address: Address;
  /** Of the archive. */
  readonly database: string;
  readonly entry: string;
  readonly directory: DataDirectory;
}

/** Archives every event of the deployment. Nobody who serves requests needs it. */
export class EventStorePart extends ChildPart {
  constructor({ shared, address, database, entry, directory }: EventStoreOptions) {
    const { plan, addresses, deploymentId, urlOf, brokers } = shared;
    const configuration: EventStoreConfiguration = {
      ...{ deploymentId, replica: 0, host: address.host, port: address.port },
      modules: plan.placement.map(({ module }) => module),
      database: { name: database, url: urlOf(database), pool: plan.pool },
      broker: { brokers: [...(brokers ?? [])] },
      ...{ topics: plan.topics, peers: addresses.peers },
    };
    super({
      ...{ kind: 'event-store', label: 'event store', entry },
      logFile: directory.logFile('event-store'),
      environment: { [eventStoreConfigurationVariable]: JSON.stringify(configuration) },
      startLimitMs: 120_000,
      stopLimitMs: 35_000,
    });
  }
}
