import { Client } from 'pg';

import { codeOf, PlacementRightsError, UnreachableDatabaseError } from './errors.js';
import { migrate } from './migrate.js';
import { type DatabasePlacement, type ModulePlacement, roleOf } from './placement.js';

/** One lock for roles, schemas and migrations of a database: any number of processes may start at once. */
const MIGRATION_LOCK = 7_201_511_913;
const CREATED_MEANWHILE = new Set(['42710', '23505', '42P06']);

/** Makes roles, schemas and tables of `modules` in a database: once, whoever starts first. */
export async function prepareDatabase(
  database: DatabasePlacement,
  modules: readonly ModulePlacement[],
): Promise<void> {
  const client = new Client({ connectionString: database.url, application_name: 'whereabouts-migrations' });
  try {
    await client.connect();
  } catch (error) {
    throw new UnreachableDatabaseError(database, error);
  }
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await ensureRolesAndSchemas(client, database.name, modules);
    for (const module of modules) await migrate(client, database.url, module);
  } finally {
    await client.end();
  }
}

async function ensureRolesAndSchemas(
  client: Client,
  database: string,
  modules: readonly ModulePlacement[],
): Promise<void> {
  const { rows } = await client.query<{
    module: string;
    role: boolean;
    member: boolean | null;
    schema: boolean;
  }>(
    `SELECT m.module,
            r.oid IS NOT NULL AS role,
            CASE WHEN r.oid IS NULL THEN NULL ELSE pg_has_role(current_user, r.oid, 'MEMBER') END AS member,
            n.oid IS NOT NULL AS schema
       FROM unnest($1::text[], $2::text[], $3::text[]) AS m(module, role, schema)
       LEFT JOIN pg_roles r ON r.rolname = m.role
       LEFT JOIN pg_namespace n ON n.nspname = m.schema`,
    [modules.map((m) => m.module), modules.map((m) => roleOf(m.module)), modules.map((m) => m.schema)],
  );
  const missing = rows.flatMap(({ module, role, member, schema }) => {
    const placed = modules.find((candidate) => candidate.module === module);
    if (!placed) return [];
    const name = roleOf(module);
    return [
      ...(role ? [] : [`CREATE ROLE "${name}" NOLOGIN`]),
      ...(member ? [] : [`GRANT "${name}" TO CURRENT_USER`]),
      ...(schema ? [] : [`CREATE SCHEMA "${placed.schema}" AUTHORIZATION "${name}"`]),
    ];
  });
  for (const statement of missing) await execute(client, statement, database, missing);
}

async function execute(
  client: Client,
  statement: string,
  database: string,
  all: readonly string[],
): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const code = codeOf(error);
    // Roles belong to the cluster: another database's deployment on it may have made the same one just now.
    if (code !== undefined && CREATED_MEANWHILE.has(code)) return;
    if (code !== '42501') throw error;
    const { rows } = await client.query<{ login: string }>('SELECT quote_ident(current_user) AS login');
    const sql = all.join('; ').replaceAll('CURRENT_USER', rows[0]?.login ?? 'CURRENT_USER');
    throw new PlacementRightsError(
      `The login of database "${database}" may not create the modules' roles and schemas; run this as an administrator of it and start again: ${sql};`,
    );
  }
}
