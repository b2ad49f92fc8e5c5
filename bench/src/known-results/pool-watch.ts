import { setTimeout as pause } from 'node:timers/promises';
import { sum } from '@comparison/measure';
import pg from 'pg';
import type { RunningProfile } from '../profiles/running-profile.js';

const LOOK_EVERY_MS = 250;
/** Processes are asked less often: their figures cost them statements. */
const ASK_EVERY = 8;

/** Sums over all pools of a deployment. */
export interface PoolUse {
  /** What they may hold. */
  readonly max: number;
  /** Sessions that ran a statement or had a transaction open: on average, and at most at one moment. */
  readonly active: number;
  readonly mostActive: number;
  /** Whoever waited for a connection, at most at one moment that was looked at. */
  readonly mostWaiting: number;
}

/** Looks at all pools while `work` goes on. */
export async function watchPools<T>(
  profile: RunningProfile,
  work: () => Promise<T>,
): Promise<{ result: T; pools: PoolUse }> {
  const clients = await Promise.all(profile.run.databases.map(({ url }) => connected(url)));
  const stopped = new AbortController();
  const look = async (): Promise<PoolUse> => {
    const active: number[] = [];
    const max = await inServices(profile, 'max');
    let mostWaiting = 0;
    while (!stopped.signal.aborted) {
      active.push(sum(await Promise.all(clients.map(activeSessions))));
      if (active.length % ASK_EVERY === 0)
        mostWaiting = Math.max(mostWaiting, await inServices(profile, 'waiting'));
      await pause(LOOK_EVERY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
    return { max, active: sum(active) / active.length, mostActive: Math.max(...active), mostWaiting };
  };
  const looking = look();
  try {
    const result = await work();
    stopped.abort();
    return { result, pools: await looking };
  } finally {
    stopped.abort();
    await looking.catch(() => undefined);
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Of the pools that `pool.max` speaks of; each has its name from the database. */
async function activeSessions(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ active: number }>(
    `SELECT count(*)::int AS active FROM pg_stat_activity
      WHERE datname = current_database() AND state <> 'idle'
        AND application_name LIKE 'whereabouts-%' AND application_name NOT LIKE '%-reserved'`,
  );
  return rows[0]?.active ?? 0;
}

async function inServices({ run }: RunningProfile, state: 'max' | 'waiting'): Promise<number> {
  const each = run.services.map(async ({ url }) => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const lines = metrics.matchAll(/^whereabouts_database_connections\{([^}]*)\} (\d+)$/gm);
    return sum(
      [...lines].map(([, labels, value]) => (labels?.includes(`state="${state}"`) ? Number(value) : 0)),
    );
  });
  return sum(await Promise.all(each));
}
