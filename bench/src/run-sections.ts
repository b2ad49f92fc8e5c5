import type { Options } from './options.js';
import { environment } from './report/environment.js';
import type { Results } from './report/results.js';
import { closedLoop } from './sections/closed-loop.js';
import type { Bench } from './sections/context.js';
import { cost } from './sections/cost.js';
import { memory } from './sections/memory.js';
import { openLoop } from './sections/open-loop.js';
import { scale } from './sections/scale.js';
import { startUp } from './sections/start-up.js';

/** Measures what was asked for, one section after another. `scale` has databases of its own, the others share one. */
export async function runSections(bench: Bench, options: Options): Promise<Results> {
  const wanted = new Set(options.sections);
  const results: Results = { environment: await environment(bench.directory), options };
  if (wanted.has('closed')) results.closed = await closedLoop(bench);
  if (wanted.has('open')) results.open = await openLoop(bench, results.closed);
  if (wanted.has('cost')) results.cost = await cost(bench);
  if (wanted.has('start')) results.start = await startUp(bench);
  if (wanted.has('memory')) results.memory = await memory(bench);
  if (wanted.has('scale')) {
    await bench.closeShared();
    results.scale = await scale(bench);
  }
  if (bench.server) results.environment.postgres = bench.server;
  return results;
}
