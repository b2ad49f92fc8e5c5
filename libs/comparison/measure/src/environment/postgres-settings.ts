import type { RunFile } from '@comparison/protocol';
import { withClient } from '../servers/with-client.js';

/** What decides whether a commit survives, and what it costs. */
const DURABILITY = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_level',
  'wal_sync_method',
  'commit_delay',
];
const VERSION = 'server_version';

export interface PostgresInForce {
  readonly version: string;
  readonly durability: Readonly<Record<string, string>>;
}

/** As the servers have it in force for the log-ins that the services use; where they differ, each value with its databases. */
export async function postgresInForce(databases: RunFile['databases']): Promise<PostgresInForce> {
  const settings = await Promise.all(databases.map(({ url }) => settingsAt(url)));
  const of = (name: string): string => {
    const byValue = Map.groupBy(databases, (_, index) => settings[index]?.get(name) ?? 'unknown');
    if (byValue.size === 1) return [...byValue.keys()].join();
    return [...byValue]
      .map(([value, those]) => `${value} (${those.map((one) => one.name).join(', ')})`)
      .join('; ');
  };
  return {
    version: of(VERSION),
    durability: Object.fromEntries(DURABILITY.map((name) => [name, of(name)])),
  };
}

function settingsAt(url: string): Promise<ReadonlyMap<string, string>> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string; value: string }>(
      'SELECT name, current_setting(name) AS value FROM pg_settings WHERE name = ANY ($1)',
      [[...DURABILITY, VERSION]],
    );
    return new Map(rows.map(({ name, value }) => [name, value]));
  });
}
