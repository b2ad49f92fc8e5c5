import { setTimeout as pause } from 'node:timers/promises';
import { costBetween, readUsage } from '@comparison/measure';
import type { Cost } from '@comparison/protocol';
import { loadMarketplace } from '../data/load-marketplace.js';
import { makeMarketplace, type Marketplace } from '../data/marketplace.js';
import type { Random } from '../data/random.js';
import { type Percentiles, percentiles } from '../load/latencies.js';
import type { Child } from '../stage/child.js';
import { play } from './play.js';
import type { RunningProfile } from './running-profile.js';

export interface ProfileOptions {
  readonly seconds: number;
  readonly connections: number;
  readonly customers: number;
  readonly products: number;
  readonly warmUp: number;
  /** Changed products that wait while the broker stands still. */
  readonly backlog: number;
  readonly seed: number;
}

/** One profile's figures. Rates are checkouts per second, latencies ms from the request. */
export interface ProfileFigures {
  readonly profile: string;
  readonly readyMs: number;
  /** One customer at a time, each answer waited for. */
  readonly unloaded: Percentiles;
  /** Every connection waits until its order is decided. */
  readonly completion: { readonly perSecond: number; readonly latency: Percentiles };
  /** Every connection goes on when its order is accepted; `completedPerSecond` until the last of them is decided. */
  readonly acceptance: {
    readonly perSecond: number;
    readonly latency: Percentiles;
    readonly completedPerSecond: number;
  };
  /** Per checkout, over both. */
  readonly cost: Cost;
  /** Messages per second and consuming service, after the broker stood still; absent without a broker of ours. */
  readonly drainPerSecond?: number;
}

export async function measureProfile(
  name: string,
  profile: RunningProfile,
  generator: Child,
  random: Random,
  options: ProfileOptions,
  step: (what: string) => void,
): Promise<ProfileFigures> {
  const marketplace = makeMarketplace(options.seed, options.customers, options.products);
  step('loading');
  await loadMarketplace(profile.run.origin, marketplace);
  await profile.quiet();

  const players = { profile, generator, marketplace, random };
  const closed = (connections: number) => ({ type: 'closed', connections }) as const;
  const { seconds, connections } = options;

  step('warming up');
  await play(players, { shape: closed(8), seconds: 60 }, options.warmUp);
  await profile.quiet();
  step('unloaded');
  const unloaded = await play(players, { shape: closed(1), seconds: Math.min(seconds, 5) });
  await profile.quiet();

  const before = await readUsage(profile.deployment);
  step(`${connections} connections, waiting for the decision`);
  const completed = await play(players, { shape: closed(connections), seconds });
  await profile.quiet();
  step(`${connections} connections, waiting for the acceptance`);
  const accepted = await play(players, { shape: closed(connections), seconds, until: 'accepted' });
  const settledMs = await profile.quiet();
  const after = await readUsage(profile.deployment);
  const drain = await drainPerSecond(profile, marketplace, options.backlog, step);
  return {
    profile: name,
    readyMs: profile.readyMs,
    unloaded: percentiles([unloaded.latencies]),
    completion: {
      perSecond: completed.approved / completed.seconds,
      latency: percentiles([completed.latencies]),
    },
    acceptance: {
      perSecond: accepted.approved / accepted.seconds,
      latency: percentiles([accepted.latencies]),
      completedPerSecond: accepted.approved / (accepted.seconds + settledMs / 1_000),
    },
    cost: costBetween(before, after, completed.approved + accepted.approved),
    ...(drain !== undefined && { drainPerSecond: drain }),
  };
}

/** Products change while the broker stands still; then everybody who follows products has all of them to catch up with. */
async function drainPerSecond(
  profile: RunningProfile,
  marketplace: Marketplace,
  backlog: number,
  step: (what: string) => void,
): Promise<number | undefined> {
  const pid = profile.run.broker?.pid ?? null;
  if (pid === null) return undefined;
  step(`a backlog of ${backlog} messages`);
  process.kill(pid, 'SIGSTOP');
  let began: number;
  try {
    for (let changed = 0, round = 1; changed < backlog; changed += marketplace.products.length, round += 1) {
      const products = marketplace.products.map((product) => ({
        ...product,
        priceCents: product.priceCents + round,
      }));
      await loadMarketplace(profile.run.origin, { customers: [], sellers: [], products }, { stock: false });
    }
    await pause(200); // relays are at the broker's door by now
    began = performance.now();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await profile.quiet();
  return backlog / ((performance.now() - began) / 1_000);
}
