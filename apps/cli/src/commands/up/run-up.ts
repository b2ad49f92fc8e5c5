import { newId } from '@platform/domain';
import { chooseAddresses } from '../../deployment/addresses.js';
import { loadDemoData } from '../../deployment/demo-loader.js';
import { Deployment } from '../../deployment/deployment.js';
import type { DeploymentPlan } from '../../deployment/deployment-plan.js';
import { writeJson } from '../../deployment/json-file.js';
import {
  assertSamePlacement,
  newPlacement,
  readPlacement,
  type PlacementRecord,
} from '../../deployment/placement-record.js';
import { withSession, type Session, type SessionOptions } from '../../deployment/session.js';
import { summary } from './summary.js';

export interface UpOptions extends Omit<SessionOptions, 'profile'> {
  readonly plan: DeploymentPlan;
  /** Of the public address; 0 for any free one. */
  readonly port: number;
  /** Load demo data when this is the directory's first start. */
  readonly demo: boolean;
}

/** Starts a deployment and runs until it is asked to stop. */
export async function runUp({ plan, port, demo, ...options }: UpOptions): Promise<void> {
  const since = Date.now();
  await withSession({ ...options, profile: plan.profile }, async (session) => {
    const { directory, progress, supervisor, stop } = session;
    const record = await readPlacement(directory);
    if (record) assertSamePlacement(record, plan, directory);
    const placement = record ?? newPlacement(plan, newId(), demo);
    const deployment = new Deployment({
      ...session,
      ...{ plan, deploymentId: placement.deploymentId, demo: placement.demo !== 'left out' },
      addresses: await chooseAddresses(plan, port),
      // Before there is data, and not before there can be any: a first start may fail for want of a broker.
      beforeServices: async () => {
        if (!record) await writeJson(directory.placement, placement);
      },
    });
    await deployment.start();
    const hasDemoData = await withDemoData(session, deployment.origin, placement);
    if (stop.signal.aborted) return;
    await supervisor.announce(() => deployment.describe());
    const tookMs = Date.now() - since;
    progress.print(summary({ plan, directory, origin: deployment.origin, hasDemoData, tookMs }));
    await stop.requested;
  });
}

/** Loads demo data where it is due; tells whether there is any. */
async function withDemoData(
  { directory, progress, stop }: Session,
  origin: string,
  placement: PlacementRecord,
): Promise<boolean> {
  if (placement.demo !== 'due' || stop.signal.aborted) return placement.demo === 'loaded';
  await progress.step(
    'Loading demo data',
    () => loadDemoData(origin, stop.signal),
    ({ sellers, customers, products }) =>
      `demo data: ${sellers.length} sellers, ${customers.length} customers, ${products.length} products with stock`,
  );
  await writeJson(directory.placement, { ...placement, demo: 'loaded' } satisfies PlacementRecord);
  return true;
}
