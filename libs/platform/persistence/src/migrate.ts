import type { Client } from 'pg';
import { DataSource } from 'typeorm';

import { migrationsOf } from './module-registry.js';
import { type ModulePlacement, roleOf } from './placement.js';

const HISTORY = 'migration';

/**
 * Runs the pending migrations of one module, as the module's role, with a history table in the module's own schema: the
 * same on a shared database as on one of its own. The caller holds the migration lock.
 */
export async function migrate(
  client: Client,
  url: string,
  { module, schema }: ModulePlacement,
): Promise<void> {
  const migrations = migrationsOf(module);
  if (
    migrations.length === 0 ||
    (await isUpToDate(
      client,
      schema,
      migrations.map(({ name }) => name),
    ))
  )
    return;
  const source = new DataSource({
    type: 'postgres',
    url,
    schema,
    migrations,
    migrationsTableName: HISTORY,
    applicationName: `whereabouts-migrate-${module}`,
    poolSize: 1,
    installExtensions: false,
    extra: { options: `-c role=${roleOf(module)} -c search_path=${schema}` },
  });
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await source.destroy();
  }
}

/** A start over an existing database costs one query a module, not a DataSource. */
async function isUpToDate(client: Client, schema: string, names: readonly string[]): Promise<boolean> {
  const history = `"${schema}".${HISTORY}`;
  const { rows: exists } = await client.query<{ found: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS found',
    [history],
  );
  if (!exists[0]?.found) return false;
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${history} WHERE name = ANY($1)`,
    [names],
  );
  return rows[0]?.count === names.length;
}
