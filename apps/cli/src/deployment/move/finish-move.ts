import type pg from 'pg';
import type { DataDirectory } from '../data-directory.js';
import { DeploymentError } from '../deployment-error.js';
import { writeJson } from '../json-file.js';
import type { PlacementRecord, RetiringSchema } from '../placement-record.js';
import type { Progress } from '../progress.js';
import type { Places } from './places.js';
import { quoted, roleOf, schemaExists, withSql } from './sql-session.js';

export interface FinishOptions {
  readonly directory: DataDirectory;
  readonly progress: Progress;
  readonly places: Places;
}

/**
 * Does what is left of a move that was decided: gives what arrived its name, and puts aside what it was copied from. Both can
 * be done again. What cannot be put aside now, since its database is out of reach, is tried again at the next start.
 * @returns the record without what is done, written down
 */
export async function finishMove(
  record: PlacementRecord,
  { directory, progress, places }: FinishOptions,
): Promise<PlacementRecord> {
  const { arriving, retiring } = record.unfinished;
  if (arriving.length + retiring.length === 0) return record;
  for (const { database, schema, staged } of arriving) {
    const location = record.databases.find(({ name }) => name === database)?.location ?? '';
    const url = await places.urlOf({ database, location });
    await withSql(url, (sql) => allowed(database, () => rename(sql, staged, schema)));
  }
  const left: RetiringSchema[] = [];
  for (const schema of retiring.filter((candidate) => !livesThere(record, candidate))) {
    try {
      await withSql(await places.urlOf(schema), (sql) =>
        allowed(schema.database, () => putAside(sql, schema)),
      );
    } catch (error) {
      left.push(schema);
      progress.warn(
        `the data that module ${schema.module} left in ${schema.database} is not put aside yet: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  const finished = { ...record, unfinished: { arriving: [], retiring: left } };
  await writeJson(directory.placement, finished);
  return finished;
}

function livesThere({ modules, databases }: PlacementRecord, retiring: RetiringSchema): boolean {
  return modules.some(
    ({ module, database }) =>
      module === retiring.module &&
      database === retiring.database &&
      databases.some(({ name, location }) => name === database && location === retiring.location),
  );
}

async function rename(sql: pg.Client, from: string, to: string): Promise<void> {
  const [there, done] = [await schemaExists(sql, from), await schemaExists(sql, to)];
  if (there && done)
    throw new DeploymentError(
      `A schema ${to} was made while one was arriving as ${from}: rename or drop the one that is not wanted, and start again.`,
    );
  if (!there && !done)
    throw new DeploymentError(
      `The schema ${to} that was copied is gone, and so is ${from}: restore one of them from a backup, and start again.`,
    );
  if (there) await sql.query(`ALTER SCHEMA ${quoted(from)} RENAME TO ${quoted(to)}`);
}

/** Under another name, and out of its module's reach: nothing can be written where nobody looks. */
async function putAside(sql: pg.Client, { module, schema, aside }: RetiringSchema): Promise<void> {
  if (await schemaExists(sql, schema)) {
    await sql.query('BEGIN');
    await sql.query(`ALTER SCHEMA ${quoted(schema)} RENAME TO ${quoted(aside)}`);
    await sql.query(`ALTER SCHEMA ${quoted(aside)} OWNER TO CURRENT_USER`);
    await sql.query(`REVOKE ALL ON SCHEMA ${quoted(aside)} FROM ${quoted(roleOf(module))}`);
    await sql.query('COMMIT');
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';

/** Runs SQL that a login without rights on the database itself may not run. */
export async function allowed<T>(database: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw error;
    throw new DeploymentError(
      `The login of database ${database} may not rename and make schemas there (${(error as Error).message}): let an administrator grant it CREATE on the database, and try again.`,
    );
  }
}
