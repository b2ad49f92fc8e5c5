import { fillCarts } from '../data/fill-carts.js';
import type { Marketplace } from '../data/marketplace.js';
import type { Random } from '../data/random.js';
import type { Answered, Job, Report } from '../load/job.js';
import type { Child } from '../stage/child.js';
import type { RunningProfile } from './running-profile.js';

export interface Players {
  readonly profile: RunningProfile;
  readonly generator: Child;
  readonly marketplace: Marketplace;
  readonly random: Random;
}

/**
 * Fills all carts anew and checks them out as `load` says, `most` of them.
 * @throws Error when a checkout did not end as it should
 */
export async function play(
  { profile, generator, marketplace, random }: Players,
  load: Omit<Job, 'url' | 'customers'>,
  most = marketplace.customers.length,
): Promise<Answered> {
  await fillCarts(await profile.databaseOf('cart'), marketplace, random);
  const customers = random.shuffled(marketplace.customers).slice(0, most);
  generator.send({ url: profile.run.origin, customers, ...load } satisfies Job);
  const report = (await generator.next()) as Report;
  if (report.type === 'failed') throw new Error(`The load generator failed: ${report.message}.`);
  const others = Object.entries(report.answered.others);
  if (others.length > 0)
    throw new Error(
      `${profile.profile}: not every checkout succeeded: ${others.map(([what, times]) => `${times} × ${what}`).join(', ')}.`,
    );
  return report.answered;
}
