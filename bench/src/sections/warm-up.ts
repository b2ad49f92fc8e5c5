import { stretch } from '../load/stretch.js';
import type { Stage, System } from '../stage/stage.js';
import type { Bench } from './context.js';

const CONNECTIONS = 16;

/** Lets V8 compile what is hot and the pools fill, unmeasured. */
export async function warmUp(bench: Bench, stage: Stage, systems: readonly System[]): Promise<void> {
  const checkouts = bench.options.quick ? 1_000 : 5_000;
  for (const system of systems) {
    await stage.start(system);
    bench.progress.step(`Warming up: ${system} …`);
    const load = { shape: { type: 'closed', connections: CONNECTIONS }, seconds: 60 } as const;
    await stretch(stage, await bench.generator(), system, load, bench.random, checkouts);
  }
}
