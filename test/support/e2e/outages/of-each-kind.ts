import type { Part } from '@platform/profile';
import type { Random } from '../random.js';

/** One outage of each kind of part, and others up to `most`, as `random` has it; in the order they came in. */
export function ofEachKind<O extends { readonly part: Part }>(
  outages: readonly O[],
  most: number,
  random: Random,
): readonly O[] {
  const drawn = outages
    .map((outage) => ({ outage, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ outage }) => outage);
  const kinds = new Set(drawn.map(({ part }) => part.kind));
  const chosen = new Set([...kinds].flatMap((kind) => drawn.find(({ part }) => part.kind === kind) ?? []));
  for (const outage of drawn) if (chosen.size < most) chosen.add(outage);
  return outages.filter((outage) => chosen.has(outage));
}
