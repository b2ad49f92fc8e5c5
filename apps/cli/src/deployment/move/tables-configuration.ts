import type { ServiceConfiguration } from '@platform/profile';
import type { DataDirectory } from '../data-directory.js';
import type { DeploymentPlan } from '../deployment-plan.js';
import { nowhere } from '../nowhere.js';
import { locationOf, type PlacementRecord } from '../placement-record.js';
import type { Places } from './places.js';

export interface Surroundings {
  readonly record: PlacementRecord;
  readonly plan: DeploymentPlan;
  readonly places: Places;
  readonly directory: DataDirectory;
}

/** What a program is told that works on the tables of some modules, where the plan has them and under the names given. */
export async function tablesConfiguration(
  { record, plan, places, directory }: Surroundings,
  modules: readonly { readonly module: string; readonly staged: string }[],
): Promise<ServiceConfiguration> {
  const placed = plan.placement.map((placement) => {
    const staged = modules.find(({ module }) => module === placement.module)?.staged;
    return { ...placement, ...(staged !== undefined && { schema: staged }) };
  });
  const names = modules.map(({ module }) => module);
  const needed = new Set(
    placed.filter(({ module }) => names.includes(module)).map(({ database }) => database),
  );
  const databases = [];
  for (const { name, url } of plan.databases.filter((database) => needed.has(database.name))) {
    const address = await places.urlOf({ database: name, location: locationOf(url) });
    databases.push({ name, url: address, pool: { max: 2 } });
  }
  return {
    ...{ deploymentId: record.deploymentId, service: 'tables', replica: 0, host: '127.0.0.1', port: 0 },
    ...{ modules: names, placement: { databases, modules: placed } },
    // The tables of the coordination that was: those of the one that will be are made by the services that need them.
    ...{ transport: 'in-process', coordination: record.coordination, topics: record.topics },
    ...{ broker: null, eventStore: null, provider: { url: nowhere }, demo: false, dataDir: directory.root },
    peers: placed.map(({ module }) => ({ module, urls: [nowhere] })),
  };
}
