import { SYSTEMS } from '../stage/stage.js';
import { type Comparison, compare } from './comparison.js';
import type { Bench } from './context.js';
import { assertSameRows } from './same-rows.js';
import { warmUp } from './warm-up.js';

/** As fast as it goes, at each number of connections. */
export async function closedLoop(bench: Bench): Promise<Comparison[]> {
  const stage = await bench.shared();
  await warmUp(bench, stage, SYSTEMS);
  const comparisons: Comparison[] = [];
  for (const connections of bench.options.connections)
    comparisons.push(await compare(bench, stage, { type: 'closed', connections }));
  await assertSameRows(stage.client);
  return comparisons;
}
