import { setTimeout as pause } from 'node:timers/promises';
import { residentMemory } from '../measure/memory.js';
import { familySeconds, processorSeconds } from '../measure/processor-time.js';
import type { RunningProfile } from './running-profile.js';

export const PARTS = ['gateway', 'services', 'databases', 'broker', 'provider'] as const;
export type Part = (typeof PARTS)[number];

/** What a profile has used since it was started. */
export interface Footprint {
  /** Processor time in s, of all processes of a part. */
  readonly cpuSeconds: Readonly<Record<Part, number>>;
  /** Committed transactions of all databases, those that only read included. */
  readonly commits: number;
  /** Messages in all logs. */
  readonly messages: number;
}

function pidsOf({ run }: RunningProfile): Record<Part, number[]> {
  const pids = (processes: readonly { readonly pid: number | null }[]): number[] =>
    processes.flatMap(({ pid }) => (pid === null ? [] : [pid]));
  return {
    gateway: pids(run.gateway ? [run.gateway] : []),
    services: pids(run.services),
    databases: pids(run.databases),
    broker: pids(run.broker ? [run.broker] : []),
    provider: pids([run.provider]),
  };
}

/** Sums over the pids of each part. */
function perPart(profile: RunningProfile, of: (pid: number, part: Part) => number): Record<Part, number> {
  const pids = pidsOf(profile);
  const sum = (part: Part): number => pids[part].reduce((total, pid) => total + of(pid, part), 0);
  return Object.fromEntries(PARTS.map((part) => [part, sum(part)])) as Record<Part, number>;
}

export async function footprint(profile: RunningProfile): Promise<Footprint> {
  return {
    cpuSeconds: perPart(
      profile,
      (pid, part) => (part === 'databases' ? familySeconds(pid) : processorSeconds(pid)) ?? Number.NaN,
    ),
    commits: await commits(profile),
    messages: await messages(profile),
  };
}

/** Resident memory now, in MB; PostgreSQL's processes share their buffers, so only its parent counts. */
export function memoryMb(profile: RunningProfile): Record<Part, number> {
  return perPart(profile, (pid) => residentMemory(pid)?.nowMb ?? Number.NaN);
}

/** Sessions report what they did when they have been idle for a second: read until it stands still. */
async function commits(profile: RunningProfile): Promise<number> {
  let before = -1;
  for (let times = 0; times < 10; times += 1) {
    let now = 0;
    for (const { modules } of profile.run.databases) {
      const client = await profile.databaseOf(modules[0] ?? '');
      const { rows } = await client.query<{ commits: string }>(
        'SELECT xact_commit AS commits FROM pg_stat_database WHERE datname = current_database()',
      );
      now += Number(rows[0]?.commits);
    }
    // Relays look for work and renew leases at rest too.
    if (before >= 0 && now - before < 100) return now;
    before = now;
    await pause(1_100);
  }
  return before;
}

async function messages(profile: RunningProfile): Promise<number> {
  let total = 0;
  for (const module of profile.run.databases.flatMap(({ modules }) => modules)) {
    const client = await profile.databaseOf(module);
    const { rows } = await client.query<{ messages: string }>(
      `SELECT count(*) AS messages FROM "${module}".event`,
    );
    total += Number(rows[0]?.messages);
  }
  return total;
}
