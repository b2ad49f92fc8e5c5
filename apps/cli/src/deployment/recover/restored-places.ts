import { DeploymentError } from '../deployment-error.js';
import type { DeploymentPlan } from '../deployment-plan.js';
import { differenceOf, placeWords, type SchemaMove } from '../move/difference.js';
import type { Places } from '../move/places.js';
import { schemaExists, withSql } from '../move/sql-session.js';
import type { PlacementRecord } from '../placement-record.js';
import type { Broker } from '../broker/brokers.js';

/**
 * Modules that the plan has at another address than the data directory remembers, with data of theirs there: a dump that was restored
 * to another server than it came from.
 * @throws DeploymentError where the plan is another deployment than the one whose data it is
 */
export async function restoredElsewhere(
  record: PlacementRecord,
  { plan, broker, places }: { plan: DeploymentPlan; broker: Broker | undefined; places: Places },
): Promise<readonly SchemaMove[]> {
  const { schemas, messages, unbridgeable } = differenceOf(record, plan, broker);
  const [difference] = [...(unbridgeable === undefined ? [] : [unbridgeable]), ...messages];
  if (difference !== undefined)
    throw new DeploymentError(
      `The data was placed by profile "${record.profile}", and "${plan.profile}" is another deployment (${difference}): recover it under the profile that it was placed by.`,
    );
  for (const { module, schema, to } of schemas) {
    const isThere = await withSql(await places.urlOf(to), (sql) => schemaExists(sql, schema));
    if (!isThere) throw notRestored(plan, module, placeWords(to));
  }
  return schemas;
}

interface RestoredOrNot {
  readonly module: string;
  readonly restoredAt: string | null;
  readonly isSaid: boolean;
}

/**
 * @throws DeploymentError when one of them has data at its new place that is no dump of what was at the old one. On the cluster that it
 * was written on nothing tells a dump from what was always there, so it takes a person's word.
 */
export function assertRestored(
  plan: DeploymentPlan,
  moved: readonly SchemaMove[],
  { compared, line }: { compared: readonly RestoredOrNot[]; line: (command: string) => string },
): void {
  const restored = compared.filter(({ restoredAt, isSaid }) => restoredAt !== null || isSaid);
  const others = moved.filter(({ module }) => !restored.some((each) => each.module === module));
  const [other] = others;
  if (!other) return;
  const said = line(`recover ${moved.map(({ module }) => module).join(' ')} --restored`);
  throw notRestored(
    plan,
    other.module,
    placeWords(other.to),
    `or, if that was on the same server, say so: ${said}`,
  );
}

function notRestored(
  { profile }: DeploymentPlan,
  module: string,
  place: string,
  other?: string,
): DeploymentError {
  return new DeploymentError(
    `Module ${module} was not restored to ${place}, where profile "${profile}" has it: restore a dump there, or move its data with "whereabouts move --profile ${profile}"${other === undefined ? '' : `, ${other}`}.`,
  );
}
