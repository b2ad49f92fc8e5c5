import { z } from 'zod';
import { modulePlacement } from '@platform/profile';
import type { DataDirectory } from './data-directory.js';
import type { DeploymentPlan } from './deployment-plan.js';
import { DeploymentError } from './deployment-error.js';
import { readJson } from './json-file.js';

const EMBEDDED = 'embedded';

/** What a data directory remembers of the deployment whose data it holds. */
export const placementRecord = z.object({
  deploymentId: z.string(),
  profile: z.string(),
  transport: z.string(),
  /** `embedded`, or host, port and name of a database elsewhere. */
  databases: z.array(z.object({ name: z.string(), location: z.string() })),
  modules: z.array(modulePlacement),
  /** `due` from the first start on until all of it is loaded. */
  demo: z.enum(['due', 'loaded', 'left out']),
});
export type PlacementRecord = z.infer<typeof placementRecord>;

export function readPlacement(directory: DataDirectory): Promise<PlacementRecord | undefined> {
  return readJson(directory.placement, placementRecord);
}

export function newPlacement(plan: DeploymentPlan, deploymentId: string, demo: boolean): PlacementRecord {
  return {
    deploymentId,
    profile: plan.profile,
    transport: plan.transport,
    databases: plan.databases.map(({ name, url }) => ({ name, location: locationOf(url) })),
    modules: [...plan.placement],
    demo: demo ? 'due' : 'left out',
  };
}

/** Never comes up empty: a plan that looks for a module's data where it is not is refused. */
export function assertSamePlacement(
  record: PlacementRecord,
  plan: DeploymentPlan,
  directory: DataDirectory,
): void {
  const moved = placementDifference(record, plan);
  const difference = moved ?? locationDifference(record, plan);
  if (difference === undefined) return;
  // The profile may well be the same one: its addresses come from the environment.
  const remedy =
    moved === undefined ? 'give it that address again' : `start it with --profile ${record.profile}`;
  throw new DeploymentError(
    `The data in ${directory.root} was placed by profile "${record.profile}": ${difference}; ` +
      `${remedy}, or choose another data directory with --data, as data is not moved yet.`,
  );
}

function placementDifference(record: PlacementRecord, plan: DeploymentPlan): string | undefined {
  if (record.transport !== plan.transport) {
    return `its events went by ${record.transport}, profile "${plan.profile}" wants ${plan.transport}`;
  }
  for (const before of record.modules) {
    const now = plan.placement.find(({ module }) => module === before.module);
    if (!now) return `module ${before.module} has data there and no place in profile "${plan.profile}"`;
    if (now.database !== before.database || now.schema !== before.schema) {
      return `module ${before.module} lives in ${before.database}.${before.schema}, profile "${plan.profile}" puts it in ${now.database}.${now.schema}`;
    }
    if (now.persistence !== before.persistence) {
      return `module ${before.module} is kept as ${before.persistence}, profile "${plan.profile}" keeps it as ${now.persistence}`;
    }
  }
  return undefined;
}

function locationDifference(record: PlacementRecord, plan: DeploymentPlan): string | undefined {
  for (const before of record.databases) {
    const now = plan.databases.find(({ name }) => name === before.name);
    const location = now && locationOf(now.url);
    if (location !== undefined && location !== before.location) {
      return `database ${before.name} is ${inWords(before.location)}, profile "${plan.profile}" now has it ${inWords(location)}`;
    }
  }
  return undefined;
}

function inWords(location: string): string {
  return location === EMBEDDED ? location : `at ${location}`;
}

/** Without user and password: they may change, and do not belong into a file. */
function locationOf(url: string | undefined): string {
  if (url === undefined) return EMBEDDED;
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}
