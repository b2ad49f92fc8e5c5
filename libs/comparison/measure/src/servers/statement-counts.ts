import type pg from 'pg';
import { oneRow, withClient } from './with-client.js';

export interface StatementCounts {
  /** Statements as the server executed them: BEGIN, COMMIT and SET count as the others do. */
  readonly statements: number;
  /** COMMITs that ended a transaction. */
  readonly commits: number;
  /** Differs when counting began anew, or entries were thrown away, after which a difference tells nothing. */
  readonly era: string;
}

/**
 * What `pg_stat_statements` counted of the database that the client is connected to: exact at any moment, as it counts in shared memory when a
 * statement ends. Undefined where the server does not have it loaded, or where it is a user's own and has not made it visible.
 * @param maintenanceUrl of the same server, where the extension may be made visible: not in a database that holds somebody's data
 */
export async function countStatements(
  client: pg.Client,
  maintenanceUrl: string | null,
): Promise<StatementCounts | undefined> {
  const { loaded, visible, database } = await oneRow<{ loaded: boolean; visible: boolean; database: string }>(
    client,
    `SELECT current_setting('shared_preload_libraries') ~ '\\mpg_stat_statements\\M' AS loaded,
            to_regclass('pg_stat_statements') IS NOT NULL AS visible, current_database() AS database`,
  );
  if (!loaded) return undefined;
  if (visible) return read(client, database);
  if (maintenanceUrl === null) return undefined;
  return withClient(maintenanceUrl, async (maintenance) => {
    // Two that do so at once: one of them is told that it is there already.
    await maintenance.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements').catch(() => undefined);
    return read(maintenance, database);
  });
}

async function read(client: pg.Client, database: string): Promise<StatementCounts> {
  const { statements, commits, era } = await oneRow<{ statements: string; commits: string; era: string }>(
    client,
    `SELECT coalesce(sum(calls), 0) AS statements,
            coalesce(sum(calls) FILTER (WHERE query ~* '^\\s*(commit|end)\\M'), 0) AS commits,
            (SELECT stats_reset || '/' || dealloc FROM pg_stat_statements_info) AS era
       FROM pg_stat_statements
      WHERE dbid = (SELECT oid FROM pg_database WHERE datname = $1)`,
    [database],
  );
  return { statements: Number(statements), commits: Number(commits), era };
}
