import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

import type { Random } from '../data/random.js';
import type { EventStoreOptions } from './event-store-options.js';
import { Products } from './products.js';
import type { SplitStage } from './split-stage.js';
import { writeStretch } from './write-stretch.js';

export interface ArchiveLag {
  /** Events per second that were asked for; all that there could be without it. */
  readonly asked: number | undefined;
  readonly events: number;
  readonly perSecond: number;
  /** From an event's being recorded by its owner to its being committed in the archive, in ms. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const WRITERS = 8;
const PACED = 50;
const PATIENCE_MS = 120_000;

/** One service that replaces products, one request and one event each, while the Event Store archives them. */
export async function measureArchiveLag(
  stage: SplitStage,
  { seconds }: EventStoreOptions,
  random: Random,
  step: (what: string) => void,
): Promise<ArchiveLag[]> {
  await stage.start('archive');
  const pool = new Pool(stage.running('product').url, { connections: WRITERS });
  const products = new Products(random, 1_000);
  try {
    step('an archive that follows');
    await play(stage, products, pool, 2, undefined);
    const found: ArchiveLag[] = [];
    for (const asked of [PACED, undefined]) {
      step(`the archive under ${asked ?? 'all the'} events/s`);
      found.push(await play(stage, products, pool, 2 * seconds, asked));
    }
    return found;
  } finally {
    await pool.close();
    await stage.stop('archive');
  }
}

async function play(
  stage: SplitStage,
  products: Products,
  pool: Pool,
  seconds: number,
  asked: number | undefined,
): Promise<ArchiveLag> {
  const before = await lastPosition(stage);
  const began = performance.now();
  let begun = 0;
  const { writes, perSecond } = await writeStretch(WRITERS, seconds, async () => {
    const own = begun++;
    // A schedule of its own: who waits for the answer before would ask less of who is slow.
    if (asked !== undefined) await pause(Math.max(0, began + (own * 1_000) / asked - performance.now()));
    await products.putNext(pool);
  });
  await untilArchived(stage);
  const { rows } = await stage.client('archive').query<{ events: number; lags: number[] }>(
    `SELECT count(*)::int AS events, percentile_cont(ARRAY[0.5, 0.99, 1]) WITHIN GROUP (ORDER BY lag) AS lags
       FROM (SELECT 1000 * extract(epoch FROM pg_xact_commit_timestamp(xmin) - recorded_at)::float8 AS lag
               FROM event_store.event WHERE position > $1) measured`,
    [before],
  );
  const { events = 0, lags: [p50 = 0, p99 = 0, max = 0] = [] } = rows[0] ?? {};
  if (events !== writes) throw new Error(`Of ${writes} events ${events} were archived.`);
  return { asked, events, perSecond, p50, p99, max };
}

async function lastPosition(stage: SplitStage): Promise<number> {
  const { rows } = await stage
    .client('archive')
    .query<{ last: number }>('SELECT coalesce(max(position), 0)::int AS last FROM event_store.event');
  return rows[0]?.last ?? 0;
}

async function untilArchived(stage: SplitStage): Promise<void> {
  const count = async (part: 'product' | 'archive', table: string): Promise<number> => {
    const { rows } = await stage
      .client(part)
      .query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]?.count ?? 0;
  };
  const recorded = await count('product', 'product.event');
  const deadline = performance.now() + PATIENCE_MS;
  while ((await count('archive', 'event_store.event')) < recorded) {
    if (performance.now() > deadline) throw new Error('The archive did not catch up.');
    await pause(20);
  }
}
