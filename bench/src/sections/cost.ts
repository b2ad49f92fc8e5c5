import { setTimeout as pause } from 'node:timers/promises';
import { stretch } from '../load/stretch.js';
import { WireCounter } from '../measure/wire-counter.js';
import { type Stage, type System, SYSTEMS } from '../stage/stage.js';
import type { Bench } from './context.js';

/** What one checkout takes from PostgreSQL, everything that follows from it included. */
export interface Cost {
  readonly statements: number;
  readonly roundTrips: number;
  readonly transactions: number;
}

/** The server tells its statistics at most once a second, and a backend later when it is idle. */
const STATISTICS_LAG_MS = 1_500;

/** Counted at a load that leaves nothing waiting; what a system does without any load is taken off. */
export async function cost(bench: Bench): Promise<Record<System, Cost>> {
  const stage = await bench.shared();
  const costs: Partial<Record<System, Cost>> = {};
  for (const system of SYSTEMS) costs[system] = await costOf(bench, stage, system);
  const { bare, service } = costs;
  if (!bare || !service) throw new Error('A system was not counted.');
  return { bare, service };
}

async function costOf(bench: Bench, stage: Stage, system: System): Promise<Cost> {
  bench.progress.step(`Counting statements: ${system} …`);
  const { counter, url } = await WireCounter.before(stage.databaseUrl);
  try {
    await stage.stop(system);
    await stage.start(system, url);
    const load = { shape: { type: 'closed', connections: 8 }, seconds: 60 } as const;
    const run = async (checkouts: number) =>
      stretch(stage, await bench.generator(), system, load, bench.random, checkouts);
    await run(200); // connections are opened, statements are parsed
    const before = await reading(stage, counter);
    const { approved, seconds, settledAfterMs } = await run(bench.options.quick ? 500 : 2_000);
    const after = await reading(stage, counter);
    const idleMs = bench.options.quick ? 1_000 : 4_000;
    await pause(idleMs);
    const idle = await reading(stage, counter);
    const share = (seconds * 1_000 + settledAfterMs + STATISTICS_LAG_MS) / (idleMs + STATISTICS_LAG_MS);
    const perCheckout = (of: (one: Reading) => number): number =>
      Math.max(0, of(after) - of(before) - (of(idle) - of(after)) * share) / approved;
    return {
      statements: perCheckout(({ statements }) => statements),
      roundTrips: perCheckout(({ roundTrips }) => roundTrips),
      transactions: perCheckout(({ transactions }) => transactions),
    };
  } finally {
    await stage.stop(system);
    await counter.close();
  }
}

type Reading = Cost;

async function reading(stage: Stage, counter: WireCounter): Promise<Reading> {
  await pause(STATISTICS_LAG_MS);
  const { rows } = await stage.client.query<{ transactions: number }>(
    'SELECT xact_commit::float8 AS transactions FROM pg_stat_database WHERE datname = current_database()',
  );
  return { ...counter.counts, transactions: rows[0]?.transactions ?? Number.NaN };
}
