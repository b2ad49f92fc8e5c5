import { newId } from '@platform/domain';
import { chooseAddresses } from '../../deployment/addresses.js';
import { brokerFor } from '../../deployment/broker/broker-for.js';
import { loadDemoData } from '../../deployment/demo-loader.js';
import { Deployment } from '../../deployment/deployment.js';
import type { DeploymentPlan } from '../../deployment/deployment-plan.js';
import { writeJson } from '../../deployment/json-file.js';
import { bringAlong } from '../../deployment/move/bring-along.js';
import type { MoveTools } from '../../deployment/move/move.js';
import { productMoveTools } from '../../deployment/move/product-move-tools.js';
import { recordOf, type PlacementRecord } from '../../deployment/placement-record.js';
import { withSession, type Session, type SessionOptions } from '../../deployment/session.js';
import { summary } from './summary.js';

export interface UpOptions extends Omit<SessionOptions, 'profile'> {
  readonly plan: DeploymentPlan;
  /** Of the public address; 0 for any free one. */
  readonly port: number;
  /** Load demo data when this is the directory's first start. */
  readonly demo: boolean;
  /** Opens the services' admin routes at the gateway to whoever sends it. */
  readonly adminToken?: string;
  /** Those that ship unless given. */
  readonly moveTools?: MoveTools;
}

/** Starts a deployment, with the data that its directory holds wherever that was placed, and runs until it is asked to stop. */
export async function runUp({
  plan,
  port,
  demo,
  moveTools = productMoveTools,
  adminToken,
  ...options
}: UpOptions): Promise<void> {
  const since = Date.now();
  await withSession({ ...options, profile: plan.profile }, async (session) => {
    const { directory, progress, supervisor, stop } = session;
    const isStopping = () => stop.signal.aborted;
    const addresses = await chooseAddresses(plan, port);
    const broker = await brokerFor(plan, session);
    const before = await bringAlong(session, { plan, broker }, moveTools);
    if (isStopping()) return;
    const record = recordOf(plan, broker, before ?? firstRecord(demo));
    const deployment = new Deployment({
      ...session,
      ...{ plan, addresses, broker, deploymentId: record.deploymentId, demo: record.demo !== 'left out' },
      ...(adminToken !== undefined && { adminToken }),
      // Not before there can be data to remember: a first start may fail for want of a broker.
      beforeServices: () => writeJson(directory.placement, record),
    });
    await deployment.start();
    const hasDemoData = await withDemoData(session, deployment.origin, record);
    if (isStopping()) return;
    await supervisor.announce(() => deployment.describe());
    const tookMs = Date.now() - since;
    progress.print(summary({ plan, directory, origin: deployment.origin, hasDemoData, tookMs }));
    await stop.requested;
  });
}

function firstRecord(demo: boolean): Pick<PlacementRecord, 'deploymentId' | 'demo' | 'unfinished'> {
  return {
    deploymentId: newId(),
    demo: demo ? 'due' : 'left out',
    unfinished: { arriving: [], retiring: [] },
  };
}

/** Loads demo data where it is due; tells whether there is any. */
async function withDemoData(
  { directory, progress, stop }: Session,
  origin: string,
  record: PlacementRecord,
): Promise<boolean> {
  if (record.demo !== 'due' || stop.signal.aborted) return record.demo === 'loaded';
  await progress.step(
    'Loading demo data',
    () => loadDemoData(origin, stop.signal),
    ({ sellers, customers, products }) =>
      `demo data: ${sellers.length} sellers, ${customers.length} customers, ${products.length} products with stock`,
  );
  await writeJson(directory.placement, { ...record, demo: 'loaded' } satisfies PlacementRecord);
  return true;
}
