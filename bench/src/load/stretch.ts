import { fillCarts } from '../data/fill-carts.js';
import type { Random } from '../data/random.js';
import { readUsage, type Usage, usageSince } from '../measure/usage.js';
import type { Child } from '../stage/child.js';
import { untilQuiet } from '../stage/quiescence.js';
import type { Stage, System } from '../stage/stage.js';
import type { Answered, Job, Report } from './job.js';

export interface Stretch extends Answered {
  readonly checkoutsPerSecond: number;
  /** Until the service's readers had caught up with the last checkout, in ms; 0 for the bare handler. */
  readonly settledAfterMs: number;
  readonly usage: Usage;
}

/** One stretch of load on one system, on freshly filled carts. @throws Error when a checkout was not approved */
export async function stretch(
  stage: Stage,
  generator: Child,
  system: System,
  load: Pick<Job, 'shape' | 'seconds'>,
  random: Random,
  most = stage.marketplace.customers.length,
): Promise<Stretch> {
  await fillCarts(stage.client, stage.marketplace, random);
  const customers = random.shuffled(stage.marketplace.customers).slice(0, most);
  const { url } = stage.running(system);
  const before = await readUsage(stage, system);
  generator.send({ url, customers, ...load } satisfies Job);
  const report = (await generator.next()) as Report;
  if (report.type === 'failed') throw new Error(`The load generator failed: ${report.message}.`);
  const { answered } = report;
  const settledAfterMs = system === 'service' ? await untilQuiet(url) : 0;
  const usage = await usageSince(before, stage, system);
  const others = Object.entries(answered.others);
  if (others.length > 0)
    throw new Error(
      `Not every checkout of the ${system} was approved: ${others.map(([what, times]) => `${times} × ${what}`).join(', ')}.`,
    );
  return { ...answered, checkoutsPerSecond: answered.approved / answered.seconds, settledAfterMs, usage };
}
