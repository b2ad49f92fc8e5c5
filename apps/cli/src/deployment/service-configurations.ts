import type { ServiceConfiguration } from '@platform/profile';
import type { Addresses } from './addresses.js';
import { databasesOf, type DeploymentPlan } from './deployment-plan.js';

/** What all services of a deployment are told alike. */
export interface SharedConfiguration {
  readonly plan: DeploymentPlan;
  readonly addresses: Addresses;
  readonly deploymentId: string;
  readonly urlOf: (database: string) => string;
  readonly providerUrl: string;
  /** Bootstrap addresses; undefined where messages stay in the process. */
  readonly brokers: readonly string[] | undefined;
  readonly demo: boolean;
  readonly dataDir: string;
}

/** What one replica is told. */
export function serviceConfiguration(
  shared: SharedConfiguration,
  service: Addresses['services'][number],
  replica: number,
): ServiceConfiguration {
  const { plan, addresses, deploymentId, urlOf, providerUrl, brokers, demo, dataDir } = shared;
  const address = service.replicas[replica];
  if (!address) throw new RangeError(`Service ${service.name} has no replica ${replica}.`);
  return {
    ...{ deploymentId, service: service.name, replica, host: address.host, port: address.port },
    modules: [...service.modules],
    placement: {
      // No more than it uses: each address holds a password.
      databases: databasesOf(plan, service.modules).map((name) => ({
        ...{ name, url: urlOf(name), pool: plan.pool },
      })),
      modules: [...plan.placement],
    },
    ...{ transport: plan.transport, coordination: plan.coordination, topics: plan.topics },
    broker: brokers ? { brokers: [...brokers] } : null,
    peers: addresses.peers,
    eventStore: addresses.eventStore ? { url: addresses.eventStore.url } : null,
    provider: { url: providerUrl },
    ...{ demo, dataDir },
  };
}
