import { newId } from '@platform/domain';
import { rm } from 'node:fs/promises';
import type { Broker } from '../broker/brokers.js';
import type { DeploymentPlan } from '../deployment-plan.js';
import { DeploymentError } from '../deployment-error.js';
import { writeJson } from '../json-file.js';
import { recordOf, type PlacementRecord } from '../placement-record.js';
import type { Session } from '../session.js';
import { copySchema, type Copied } from './copy-schema.js';
import { placeWords, type Difference, type SchemaMove } from './difference.js';
import { drain } from './drain.js';
import { allowed, finishMove } from './finish-move.js';
import type { ModuleTables } from './module-tables.js';
import type { Places } from './places.js';
import { quoted, schemaExists, withSql } from './sql-session.js';
import { tablesConfiguration } from './tables-configuration.js';

/** Places where a test may end a move. */
export type MovePoint = 'checked' | 'drained' | 'made' | 'copied' | 'settled' | 'decided' | 'finished';

export interface MoveTools {
  readonly tables: ModuleTables;
  /** How long what is under way may take to end. */
  readonly drainLimitMs: number;
  readonly reached?: (point: MovePoint) => void | Promise<void>;
}

export interface Move {
  readonly record: PlacementRecord;
  readonly plan: DeploymentPlan;
  readonly broker: Broker | undefined;
  readonly difference: Difference;
  readonly places: Places;
}

/**
 * Brings data and messages from where a record has them to where a plan wants them. Until `placement.json` is written anew, in
 * one step, nothing has changed but for copies under names of their own, which the next move throws away; from then on what is
 * left is done by whoever starts next.
 * @returns the record of the plan
 */
export async function move(
  session: Session,
  { record, plan, broker, difference, places }: Move,
  { tables, drainLimitMs, reached = () => undefined }: MoveTools,
): Promise<PlacementRecord> {
  const { directory, progress, databases } = session;
  const moves = difference.schemas.map((schema) => ({ ...schema, staged: stagedName(schema, record) }));
  for (const schema of moves) await clearTarget(schema, places);
  await reached('checked');

  await drain(session, record, places, { to: plan.profile, limitMs: drainLimitMs });
  await reached('drained');

  const here = { record, plan, places, directory };
  if (moves.length > 0) await tables.make(await tablesConfiguration(here, moves));
  await reached('made');
  for (const schema of moves) {
    await progress.step(
      `Moving ${schema.module} to ${placeWords(schema.to)}`,
      () => copied(schema, places),
      ({ tables: count, rows }) =>
        `${schema.module} copied from ${placeWords(schema.from)} to ${placeWords(schema.to)}: ${count} tables, ${rows} rows, compared`,
    );
    await reached('copied');
  }
  const others = difference.messages.length > 0 ? stayingModules(record, moves) : [];
  if (moves.length + others.length > 0)
    await tables.settle(await tablesConfiguration(here, [...moves, ...others]));
  await reached('settled');

  const decided = recordOf(plan, broker, {
    // Other topics and groups, which nobody has to read from their beginning.
    deploymentId: difference.messages.length > 0 ? newId() : record.deploymentId,
    demo: record.demo,
    unfinished: {
      arriving: moves.map(({ to, schema, staged }) => ({ database: to.database, schema, staged })),
      retiring: [
        ...record.unfinished.retiring,
        ...moves.map(({ module, schema, from }) => ({ module, schema, ...from, aside: asideName(schema) })),
      ],
    },
  });
  await writeJson(directory.placement, decided);
  await reached('decided');
  // Its topics were read to their end, and nobody will ask for them again.
  if (difference.messages.length > 0) await rm(directory.broker, { recursive: true, force: true });
  const finished = await finishMove(decided, { directory, progress, places });
  await databases.keepOnly(plan.databases.map(({ name }) => name));
  await reached('finished');
  return finished;
}

type StagedMove = SchemaMove & { readonly staged: string };

function stagedName({ schema }: SchemaMove, { deploymentId }: PlacementRecord): string {
  return `${schema}_arriving_${deploymentId.slice(-8)}`;
}

function asideName(schema: string): string {
  return `${schema}_moved_${new Date().toISOString().slice(0, 19).replaceAll(/\D/g, '')}`;
}

/** Throws away what a move that was cut off had copied, and refuses to get into the way of what is not ours. */
async function clearTarget({ module, schema, from, to, staged }: StagedMove, places: Places): Promise<void> {
  await withSql(await places.urlOf(from), async (sql) => {
    if (await schemaExists(sql, schema)) return;
    throw new DeploymentError(
      `Module ${module} has no data in ${placeWords(from)}, where it was placed: restore it from a backup, or begin anew with "whereabouts reset".`,
    );
  });
  await withSql(await places.urlOf(to), async (sql) => {
    if (await schemaExists(sql, schema)) {
      throw new DeploymentError(
        `Module ${module} cannot move to ${placeWords(to)}, where another schema ${schema} is already: rename or drop that one, or give ${module} another database.`,
      );
    }
    await allowed(to.database, () => sql.query(`DROP SCHEMA IF EXISTS ${quoted(staged)} CASCADE`));
  });
}

async function copied({ module, schema, from, to, staged }: StagedMove, places: Places): Promise<Copied> {
  const [source, target] = [await places.urlOf(from), await places.urlOf(to)];
  return withSql(source, (sourceSql) =>
    withSql(target, (targetSql) =>
      copySchema({
        module,
        source: { sql: sourceSql, schema },
        target: { sql: targetSql, schema: staged },
      }),
    ),
  );
}

function stayingModules({ modules }: PlacementRecord, moves: readonly SchemaMove[]) {
  return modules
    .filter(({ module }) => !moves.some((moved) => moved.module === module))
    .map(({ module, schema }) => ({ module, staged: schema }));
}
