import { statfs } from 'node:fs/promises';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import type { Client } from 'pg';

const DURABILITY = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_level',
  'shared_buffers',
] as const;
const TMPFS = 0x01021994;

/** Where and on what the figures came about. */
export interface Environment {
  readonly at: string;
  readonly cpus: number;
  readonly memoryGib: number;
  /** Of the last minute, when the benchmark began: above the number of CPUs someone else was at work. */
  readonly load: number;
  readonly node: string;
  readonly platform: string;
  readonly inMemoryDisk: boolean;
  postgres?: { readonly version: string; readonly settings: Readonly<Record<string, string>> };
}

export async function environment(directory: string): Promise<Environment> {
  const disk = await statfs(directory);
  return {
    at: new Date().toISOString(),
    cpus: availableParallelism(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    load: loadavg()[0] ?? 0,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    inMemoryDisk: disk.type === TMPFS,
  };
}

export async function describeServer(client: Client): Promise<NonNullable<Environment['postgres']>> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `SELECT name, current_setting(name) AS value FROM pg_settings WHERE name = ANY ($1) OR name = 'server_version'`,
    [DURABILITY],
  );
  const { server_version: version = '', ...settings } = Object.fromEntries(
    rows.map(({ name, value }) => [name, value]),
  );
  return { version, settings };
}
