import Table from 'cli-table3';
import type { DeploymentPlan } from '../deployment-plan.js';
import type { PlacementRecord } from '../placement-record.js';
import { placeWords, type Difference } from './difference.js';

/** What a move would do, for people. */
export function moveTable(
  record: PlacementRecord,
  plan: DeploymentPlan,
  { schemas, messages }: Difference,
): string {
  const lines = [`From profile ${record.profile} to profile ${plan.profile}:`];
  if (schemas.length > 0) {
    const table = new Table({
      head: ['module', 'from database.schema', 'to database.schema'],
      style: { head: [], border: [], compact: true },
    });
    for (const { module, schema, from, to } of schemas)
      table.push([module, `${placeWords(from)}.${schema}`, `${placeWords(to)}.${schema}`]);
    lines.push(table.toString());
  }
  for (const change of messages) lines.push(`- ${change}`);
  return lines.join('\n');
}
