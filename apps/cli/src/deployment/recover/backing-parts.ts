import type { ServiceConfiguration } from '@platform/profile';
import { chooseAddresses } from '../addresses.js';
import type { Broker } from '../broker/brokers.js';
import { Deployment } from '../deployment.js';
import type { DeploymentPlan } from '../deployment-plan.js';
import { nowhere } from '../nowhere.js';
import { locationOf, type PlacementRecord } from '../placement-record.js';
import { Places } from '../move/places.js';
import type { Session } from '../session.js';

export interface Backed {
  readonly plan: DeploymentPlan;
  readonly record: PlacementRecord;
  readonly broker: Broker | undefined;
}

/**
 * Starts what keeps data and events of a deployment, and none of its services.
 * @returns what a program is told that works on the logs of all its modules
 */
export async function startBackingParts(
  session: Session,
  { plan, record, broker }: Backed,
): Promise<ServiceConfiguration> {
  const addresses = {
    ...(await chooseAddresses(plan, 0)),
    ...{ gateway: undefined, services: [], peers: [] },
  };
  // Without an archive there is nothing that the broker could tell.
  const archiving = plan.eventStore ? broker : undefined;
  const deployment = new Deployment({
    ...session,
    ...{ plan, addresses, deploymentId: record.deploymentId, demo: false, broker: archiving },
    providerUrl: nowhere,
  });
  await deployment.start();
  const places = new Places(session.databases, plan);
  const used = new Set(plan.placement.map(({ database }) => database));
  const databases = [];
  for (const { name, url } of plan.databases.filter((database) => used.has(database.name))) {
    const address = await places.urlOf({ database: name, location: locationOf(url) });
    databases.push({ name, url: address, pool: { max: 2 } });
  }
  const modules = plan.placement.map(({ module }) => module);
  return {
    ...{ deploymentId: record.deploymentId, service: 'recover', replica: 0, host: '127.0.0.1', port: 0 },
    ...{ modules, placement: { databases, modules: [...plan.placement] } },
    ...{ transport: 'in-process', coordination: plan.coordination, topics: plan.topics, broker: null },
    eventStore: addresses.eventStore ? { url: addresses.eventStore.url } : null,
    ...{ provider: { url: nowhere }, demo: false, dataDir: session.directory.root },
    peers: modules.map((module) => ({ module, urls: [nowhere] })),
  };
}
