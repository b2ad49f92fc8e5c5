import type { ServiceConfiguration } from '@platform/profile';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleTables } from '../move/module-tables.js';
import { roleOf, withSql } from '../move/sql-session.js';

/** Modules that keep one table each. Notes what is settled. */
export const fakeTables: ModuleTables = {
  make: ({ placement, modules }) =>
    inEach({ placement, modules }, (module, schema) => [
      `DO $$ BEGIN CREATE ROLE ${roleOf(module)}; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
      `CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${roleOf(module)}`,
      `SET ROLE ${roleOf(module)}`,
      `CREATE TABLE IF NOT EXISTS ${schema}.kept (id bigint GENERATED ALWAYS AS IDENTITY, what text)`,
    ]),
  settle: ({ modules, dataDir }) => appendFile(join(dataDir, 'logs', 'settled.txt'), `${modules.join()}\n`),
};

async function inEach(
  { placement, modules }: Pick<ServiceConfiguration, 'placement' | 'modules'>,
  statements: (module: string, schema: string) => string[],
): Promise<void> {
  for (const { module, schema, database } of placement.modules.filter((placed) =>
    modules.includes(placed.module),
  )) {
    const url = placement.databases.find(({ name }) => name === database)?.url ?? '';
    await withSql(url, async (sql) => {
      for (const statement of statements(module, schema)) await sql.query(statement);
    });
  }
}
