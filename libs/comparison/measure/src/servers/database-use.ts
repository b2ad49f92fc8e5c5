import type { RunFile } from '@comparison/protocol';
import type pg from 'pg';
import { reportedCommits } from './reported-commits.js';
import { countStatements } from './statement-counts.js';
import { oneRow, withClient } from './with-client.js';

/** What a database and its server counted since they began. */
export interface DatabaseUse {
  readonly name: string;
  /** Of the cluster: one whose databases are several of the profile's writes one WAL. */
  readonly server: string;
  /** Counts of two readings can be set against each other when these are equal. */
  readonly era: string;
  /** Null where the server does not count them. */
  readonly statements: number | null;
  readonly commits: number;
  readonly walBytes: number;
  /** Ever appended to the logs of the modules that are kept in it. */
  readonly messages: number;
  /** Of the product's processes, open now. */
  readonly connections: number;
}

/** By database; undefined for one that does not answer. */
export function readDatabases(databases: RunFile['databases']): Promise<(DatabaseUse | undefined)[]> {
  return Promise.all(databases.map((database) => readDatabase(database).catch(() => undefined)));
}

function readDatabase({ name, url, pid, modules }: RunFile['databases'][number]): Promise<DatabaseUse> {
  return withClient(url, async (client) => {
    // What is exact at once before what has to be waited for.
    const server = await oneRow<{ server: string; startedAt: string; walBytes: string }>(
      client,
      `SELECT system_identifier::text AS server, pg_postmaster_start_time()::text AS "startedAt",
              pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') AS "walBytes"
         FROM pg_control_system()`,
    );
    const messages = await messagesIn(client, modules);
    const connections = await connectionsTo(client);
    const counted = await countStatements(client, pid === null ? null : maintenanceUrl(url));
    return {
      ...{ name, server: server.server, walBytes: Number(server.walBytes), messages, connections },
      era: `${server.startedAt}/${counted?.era ?? 'reported'}`,
      statements: counted?.statements ?? null,
      commits: counted?.commits ?? (await reportedCommits(client)),
    };
  });
}

/** Positions are given out one by one, so the last one is how many rows were appended, also those of days that were dropped since. */
async function messagesIn(client: pg.Client, modules: readonly string[]): Promise<number> {
  const { messages } = await oneRow<{ messages: string }>(
    client,
    `SELECT coalesce(sum(pg_sequence_last_value(pg_get_serial_sequence(log, 'position')::regclass)), 0) AS messages
       FROM (SELECT format('%I.event', module) AS log FROM unnest($1::text[]) AS module) AS logs
      WHERE to_regclass(log) IS NOT NULL`,
    [modules],
  );
  return Number(messages);
}

async function connectionsTo(client: pg.Client): Promise<number> {
  const { connections } = await oneRow<{ connections: number }>(
    client,
    `SELECT count(*)::int AS connections FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend' AND application_name LIKE 'whereabouts-%'`,
  );
  return connections;
}

/** The database of every server that holds nobody's data. */
function maintenanceUrl(url: string): string {
  const address = new URL(url);
  address.pathname = '/postgres';
  return address.href;
}
