import type { Broker } from '../broker/brokers.js';
import type { DataDirectory } from '../data-directory.js';
import type { DeploymentPlan } from '../deployment-plan.js';
import { DeploymentError } from '../deployment-error.js';
import { readPlacement, type PlacementRecord } from '../placement-record.js';
import type { Session } from '../session.js';
import { differenceOf, differs, type Difference } from './difference.js';
import { finishMove } from './finish-move.js';
import { move, type MoveTools } from './move.js';
import { moveTable } from './move-table.js';
import { Places } from './places.js';

export interface Destination {
  readonly plan: DeploymentPlan;
  readonly broker: Broker | undefined;
  /** Addresses of databases that the plan does not use any more, by the names that they had. */
  readonly from?: ReadonlyMap<string, string>;
}

/**
 * Brings what a data directory holds to where a plan wants it, if it is not there already.
 * @returns the record under which the plan may start; undefined when there is no data yet
 */
export async function bringAlong(
  session: Session,
  { plan, broker, from }: Destination,
  tools: MoveTools,
): Promise<PlacementRecord | undefined> {
  const { directory, progress, databases } = session;
  const found = await readPlacement(directory);
  if (!found) return undefined;
  const places = new Places(databases, plan, from);
  const record = await finishMove(found, { directory, progress, places });
  const difference = differenceOf(record, plan, broker);
  if (!differs(difference)) return record;
  assertBridgeable(record, difference, directory);
  progress.print(moveTable(record, plan, difference));
  return move(session, { record, plan, broker, difference, places }, tools);
}

/** @throws DeploymentError for what no move can do */
export function assertBridgeable(
  { profile }: PlacementRecord,
  { unbridgeable }: Difference,
  { root }: DataDirectory,
): void {
  if (unbridgeable === undefined) return;
  throw new DeploymentError(
    `The data in ${root} was placed by profile "${profile}": ${unbridgeable}; start profile "${profile}" as it was, or choose another data directory with --data.`,
  );
}
