import Table from 'cli-table3';
import { CONTESTANTS } from './contestants.js';
import { best } from './saturation.js';
import type { Found } from './sweep.js';

/** The sweep, a row per stretch; the one that completed most of its search is marked. */
export function sweepTable(found: readonly Found[], delays: readonly number[]): string {
  const table = new Table({
    head: [
      ...['provider', 'profile', 'repeat', 'clients', 'completed/s', '', 'p50 ms', 'p99 ms'],
      ...['pools: active', 'at most', 'of', 'waiting', 'generator, cores'],
    ],
    style: { head: [], border: [] },
  });
  for (const delayMs of delays)
    for (const profile of CONTESTANTS)
      for (const one of found.filter((each) => each.profile === profile && each.delayMs === delayMs)) {
        const most = best(one.attempts);
        for (const attempt of one.attempts) {
          const { connections, perSecond, p50, p99, pools, generatorCores } = attempt;
          table.push([
            ...[`${delayMs} ms`, profile, one.repeat, connections, perSecond.toFixed(1)],
            attempt === most ? 'saturation' : '',
            ...[p50, p99].map((ms) => ms.toFixed(0)),
            ...[pools.active.toFixed(1), pools.mostActive, pools.max, pools.mostWaiting],
            generatorCores.toFixed(2),
          ]);
        }
      }
  return table.toString();
}
