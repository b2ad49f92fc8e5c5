import type { Operation } from '../history/operation.js';
import type { StoredFacts } from './stored-facts.js';
import type { Found, HistoryCheck } from './tally.js';

/** More is not gone through piece by piece: each try runs the check once. */
const TRIES = 400;

/**
 * The fewest operations that still show it: halves, then smaller and smaller parts are left out as long as the check goes on
 * finding the same (delta debugging). Nothing more can be left out of the result, unless `tries` ran out.
 */
export function shortest(
  found: Found,
  check: HistoryCheck,
  stored: StoredFacts,
  tries = TRIES,
): readonly Operation[] {
  const shows = (operations: readonly Operation[]): boolean =>
    check(operations, stored).found.some(({ key }) => key === found.key);
  let kept = [...found.by].sort((one, other) => one.start - other.start || one.id - other.id);
  if (found.whole || !shows(kept)) return kept;
  let parts = 2;
  let left = tries;
  while (kept.length > 0 && left > 0) {
    const size = Math.ceil(kept.length / parts);
    let shorter: Operation[] | undefined;
    for (let from = 0; from < kept.length && left > 0 && !shorter; from += size) {
      const rest = [...kept.slice(0, from), ...kept.slice(from + size)];
      left -= 1;
      if (shows(rest)) shorter = rest;
    }
    if (shorter) {
      kept = shorter;
      parts = Math.max(2, parts - 1);
    } else if (size === 1) {
      break;
    } else {
      parts = Math.min(kept.length, parts * 2);
    }
  }
  return kept;
}
