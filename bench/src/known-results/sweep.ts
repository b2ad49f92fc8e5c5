import { join } from 'node:path';
import type { Budget } from '@comparison/measure';
import { loadMarketplace } from '../data/load-marketplace.js';
import { makeMarketplace } from '../data/marketplace.js';
import { Random } from '../data/random.js';
import { play, type Players } from '../profiles/play.js';
import { RunningProfile } from '../profiles/running-profile.js';
import type { Child } from '../stage/child.js';
import { type Contestant, CONTESTANTS, withPool } from './contestants.js';
import type { KnownResultsOptions } from './known-results-options.js';
import { type Attempt, searchSaturation } from './saturation.js';

/** What one start of a profile completed while the provider took so long. */
export interface Found {
  readonly profile: Contestant;
  readonly repeat: number;
  readonly delayMs: number;
  readonly attempts: readonly Attempt[];
}

export interface Surroundings {
  readonly directory: string;
  readonly generator: Child;
  readonly budget: Budget;
  readonly step: (what: string) => void;
  /** Told of each deployment, so that somebody can end it whatever happens. */
  readonly started: (profile: RunningProfile | undefined) => void;
}

/** Every profile in every repeat, in an order that turns: whoever comes first is not always the same. */
export async function sweep(options: KnownResultsOptions, around: Surroundings): Promise<Found[]> {
  const found: Found[] = [];
  for (let repeat = 1; repeat <= options.repeats; repeat += 1) {
    const first = (repeat - 1) % CONTESTANTS.length;
    for (const profile of [...CONTESTANTS.slice(first), ...CONTESTANTS.slice(0, first)])
      found.push(...(await measure(profile, repeat, options, around)));
  }
  return found;
}

async function measure(
  profile: Contestant,
  repeat: number,
  options: KnownResultsOptions,
  { directory, generator, budget, step, started }: Surroundings,
): Promise<Found[]> {
  const say = (what: string): void => step(`${profile}, ${repeat} of ${options.repeats}: ${what}`);
  say('starting');
  const file = await withPool(profile, budget.poolMaxOf(profile), directory);
  const running = await RunningProfile.start(file, join(directory, `${profile}-${repeat}`));
  started(running);
  const marketplace = makeMarketplace(options.seed, options.customers, options.products);
  const players: Players = { profile: running, generator, marketplace, random: new Random(options.seed) };
  say('loading and warming up');
  await loadMarketplace(running.run.origin, marketplace);
  await running.quiet();
  await play(players, { shape: { type: 'closed', connections: 8 }, seconds: 60 }, options.warmUp);
  await running.quiet();
  const found: Found[] = [];
  for (const delayMs of options.delays) {
    say(`the provider takes ${delayMs} ms`);
    await setDelay(running.run.provider.url, delayMs);
    found.push({ profile, repeat, delayMs, attempts: await searchSaturation(players, options) });
  }
  await running.stop();
  started(undefined);
  return found;
}

async function setDelay(providerUrl: string, delayMs: number): Promise<void> {
  const answer = await fetch(`${providerUrl}/behaviour`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ delayMs }),
  });
  if (!answer.ok)
    throw new Error(`The provider would not be slowed down: ${answer.status} ${await answer.text()}`);
}
