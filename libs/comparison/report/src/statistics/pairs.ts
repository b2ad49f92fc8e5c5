import type { Run } from '@comparison/protocol';
import { type Observation, observationsOf } from './metrics.js';

/** Ratios of one figure, one per repeat in which both sides have it. */
export interface Pairs extends Omit<Observation, 'value'> {
  readonly ratios: readonly number[];
}

/** Pairs each run with the base of the same repeat: what the machine did in that while, it did to both. */
export function pairUp(runs: readonly Run[], bases: readonly Run[]): readonly Pairs[] {
  const pairs = new Map<string, Pairs & { readonly ratios: number[] }>();
  for (const run of runs) {
    const base = bases.find(({ repeat }) => repeat === run.repeat);
    const below = new Map(base && observationsOf(base).map((one) => [keyOf(one), one.value]));
    for (const { value, ...of } of observationsOf(run)) {
      const divisor = below.get(keyOf(of));
      if (divisor === undefined || divisor === 0) continue; // nothing to be a multiple of
      const known = pairs.get(keyOf(of));
      if (known) known.ratios.push(value / divisor);
      else pairs.set(keyOf(of), { ...of, ratios: [value / divisor] });
    }
  }
  return [...pairs.values()];
}

function keyOf({ metric, stretch }: Omit<Observation, 'value'>): string {
  return JSON.stringify([metric, stretch]);
}
