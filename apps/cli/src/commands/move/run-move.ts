import { brokerFor } from '../../deployment/broker/broker-for.js';
import { KafkaBrokers } from '../../deployment/broker/kafka-brokers.js';
import type { DeploymentPlan } from '../../deployment/deployment-plan.js';
import { assertBridgeable, bringAlong } from '../../deployment/move/bring-along.js';
import { differenceOf, differs } from '../../deployment/move/difference.js';
import type { MoveTools } from '../../deployment/move/move.js';
import { productMoveTools } from '../../deployment/move/product-move-tools.js';
import { moveTable } from '../../deployment/move/move-table.js';
import { withSession, type SessionOptions } from '../../deployment/session.js';
import { writeJson } from '../../deployment/json-file.js';
import { readPlacement, recordOf } from '../../deployment/placement-record.js';

export interface MoveOptions extends Omit<SessionOptions, 'profile'> {
  readonly plan: DeploymentPlan;
  /** Those that ship unless given. */
  readonly moveTools?: MoveTools;
  /** Addresses of databases that the profile does not use any more, by the names that they had. */
  readonly from?: ReadonlyMap<string, string>;
}

/** Moves what a data directory holds to where a profile wants it, and stops. */
export async function runMove({
  plan,
  moveTools = productMoveTools,
  from,
  ...options
}: MoveOptions): Promise<void> {
  const { directory, output } = options;
  const before = await readPlacement(directory);
  if (!before) return void output.write(`There is no data in ${directory.root} yet.\n`);
  await withSession({ ...options, profile: plan.profile }, async (session) => {
    const broker = await brokerFor(plan, session);
    const record = await bringAlong(session, { plan, broker, ...(from && { from }) }, moveTools);
    if (!record || session.stop.signal.aborted) return;
    await writeJson(directory.placement, recordOf(plan, broker, record));
    session.progress.note(
      `The data in ${directory.root} is where profile ${plan.profile} wants it: "whereabouts up --profile ${plan.profile}" starts it`,
    );
  });
}

/** Says what would be moved, and starts nothing. */
export async function dryRun({ plan, ...options }: Omit<MoveOptions, 'moveTools' | 'from'>): Promise<void> {
  const { directory, output } = options;
  const record = await readPlacement(directory);
  if (!record) return void output.write(`There is no data in ${directory.root} yet.\n`);
  const difference = differenceOf(
    record,
    plan,
    await brokerFor(plan, { brokers: new KafkaBrokers(), ...options }),
  );
  assertBridgeable(record, difference, directory);
  output.write(
    differs(difference)
      ? `${moveTable(record, plan, difference)}\nNothing was moved.\n`
      : `The data in ${directory.root} is where profile ${plan.profile} wants it.\n`,
  );
}
