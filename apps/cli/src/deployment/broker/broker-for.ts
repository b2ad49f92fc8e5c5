import { throughBroker, type DeploymentPlan } from '../deployment-plan.js';
import { readPlacement } from '../placement-record.js';
import type { DataDirectory } from '../data-directory.js';
import type { Broker, Brokers } from './brokers.js';

/** The broker that a plan needs; undefined when messages stay in the process. */
export async function brokerFor(
  plan: DeploymentPlan,
  { brokers, directory }: { readonly brokers: Brokers; readonly directory: DataDirectory },
): Promise<Broker | undefined> {
  if (!throughBroker(plan)) return undefined;
  return brokers.find(directory, (await readPlacement(directory))?.broker ?? undefined);
}
