import { percentiles } from '../load/latencies.js';
import { play, type Players } from '../profiles/play.js';
import { type PoolUse, watchPools } from './pool-watch.js';

/** A stretch of the closed loop. */
export interface Attempt {
  readonly connections: number;
  /** Checkouts decided as they should be, per second. */
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly generatorCores: number;
  readonly pools: PoolUse;
}

/** Fewer than this more of them: the system does not do more for more clients. */
const WORTH_MORE = 1.05;

/** Adds clients as long as that completes more. @returns all that was tried; saturation is the most that one of them completed */
export async function searchSaturation(
  players: Players,
  { connections, seconds }: { readonly connections: readonly number[]; readonly seconds: number },
): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  let most = 0;
  for (const clients of connections) {
    const attempt = await tryWith(players, clients, seconds);
    attempts.push(attempt);
    if (attempt.perSecond < most * WORTH_MORE) break;
    most = attempt.perSecond;
  }
  return attempts;
}

async function tryWith(players: Players, connections: number, seconds: number): Promise<Attempt> {
  const { result, pools } = await watchPools(players.profile, () =>
    play(players, { shape: { type: 'closed', connections }, seconds }),
  );
  await players.profile.quiet();
  const { p50, p99 } = percentiles([result.latencies]);
  return {
    ...{ connections, p50, p99, pools },
    perSecond: result.approved / result.seconds,
    generatorCores: result.cpuSeconds / result.seconds,
  };
}

export function best(attempts: readonly Attempt[]): Attempt {
  const [first, ...others] = attempts;
  if (!first) throw new Error('Nothing was tried.');
  return others.reduce((most, attempt) => (attempt.perSecond > most.perSecond ? attempt : most), first);
}
