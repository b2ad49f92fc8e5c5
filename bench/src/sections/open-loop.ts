import { SYSTEMS } from '../stage/stage.js';
import { type Comparison, compare } from './comparison.js';
import type { Bench } from './context.js';
import { warmUp } from './warm-up.js';

const CONNECTIONS = 64;

/** Both at half of what the service can do: the highest rate of the closed loop where there was one, else found first. */
export async function openLoop(bench: Bench, closed: readonly Comparison[] | undefined): Promise<Comparison> {
  const stage = await bench.shared();
  if (!closed) await warmUp(bench, stage, SYSTEMS);
  const loops = closed ?? [await compare(bench, stage, { type: 'closed', connections: 32 })];
  const saturation = Math.max(...loops.map(({ systems }) => systems.service.checkoutsPerSecond));
  return compare(bench, stage, { type: 'open', perSecond: saturation / 2, connections: CONNECTIONS });
}
