import { loadOrders } from '../data/load-orders.js';
import { type Stretch, stretch } from '../load/stretch.js';
import { median } from '@comparison/measure';
import { untilQuiet } from '../stage/quiescence.js';
import type { Stage } from '../stage/stage.js';
import { measured, type Measured } from './comparison.js';
import type { Bench } from './context.js';
import { warmUp } from './warm-up.js';

export interface Scale {
  readonly few: { readonly orders: number; readonly measured: Measured };
  readonly many: { readonly orders: number; readonly measured: Measured };
  /** Many over few: the median over the pairs of neighbouring stretches, the lowest and the highest. */
  readonly ratio: { readonly median: number; readonly lowest: number; readonly highest: number };
}

const CONNECTIONS = 32;

/** The service on a database with few orders and on one with many, in turns. */
export async function scale(bench: Bench): Promise<Scale> {
  const { quick, repeats, seconds } = bench.options;
  const few = await prepared(bench, 'few', quick ? 1_000 : 10_000);
  const many = await prepared(bench, 'many', quick ? 20_000 : 1_000_000);
  const load = { shape: { type: 'closed', connections: CONNECTIONS }, seconds } as const;
  const stretches: { few: Stretch; many: Stretch }[] = [];
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    const on = async ({ stage, orders }: Prepared): Promise<Stretch> => {
      bench.progress.step(`With ${orders} orders, ${repeat} of ${repeats} …`);
      return stretch(stage, await bench.generator(), 'service', load, bench.random);
    };
    stretches.push({ few: await on(few), many: await on(many) });
  }
  const ratios = stretches.map((pair) => pair.many.checkoutsPerSecond / pair.few.checkoutsPerSecond);
  return {
    few: { orders: few.orders, measured: measured(stretches.map((pair) => pair.few)) },
    many: { orders: many.orders, measured: measured(stretches.map((pair) => pair.many)) },
    ratio: { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) },
  };
}

interface Prepared {
  readonly stage: Stage;
  readonly orders: number;
}

async function prepared(bench: Bench, name: string, orders: number): Promise<Prepared> {
  const { stage } = await bench.newStage(name);
  bench.progress.step(`Copying ${orders} orders …`);
  await stage.stop('service');
  await loadOrders(stage.databaseUrl, stage.marketplace, orders, bench.options.seed);
  await stage.start('service');
  await untilQuiet(stage.running('service').url);
  await warmUp(bench, stage, ['service']);
  return { stage, orders };
}
