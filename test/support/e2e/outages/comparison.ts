import type { Sight } from '@comparison/faults';
import type { Look } from './look.js';

const columns = {
  paths: 'paths',
  checkout: 'a checkout',
  stands: 'stands before',
  underWay: 'one under way',
  behind: 'copies behind',
} as const satisfies Record<keyof Sight, string>;

/** A row for each outage. A cell says what happened, and what was said where that is something else. */
export function comparison(
  looks: readonly (readonly [what: string, expected: Sight, look: Look])[],
): readonly (readonly string[])[] {
  const keys = Object.keys(columns) as (keyof Sight)[];
  return [
    ['without', ...Object.values(columns), 'in the end', 'took'],
    ...looks.map(([what, expected, { sight, ended, seconds }]) => [
      what,
      ...keys.map((key) =>
        sight[key] === expected[key] ? sight[key] : `${sight[key]} (SAID: ${expected[key]})`,
      ),
      ended,
      `${seconds.toFixed(1)} s`,
    ]),
  ];
}
