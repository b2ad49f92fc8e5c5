import type { Operation } from '../history/operation.js';
import type { StoredFacts } from './stored-facts.js';

/** Something that is not as it should be. */
export interface Found {
  /** Tells it from all others of its check: found again in less of the history, it is the same. */
  readonly key: string;
  readonly message: string;
  /** Whatever may have to do with it; less of it may be enough. */
  readonly by: readonly Operation[];
  /** Nothing of `by` may be left out: it shows what is not there. */
  readonly whole?: true;
}

/** Of one thing found many times over, enough to see what it is. */
const KEPT = 10;

/** What a check looked at, and what it found. */
export class Tally {
  looks = 0;
  occurrences = 0;
  readonly found: Found[] = [];
  /** How long something was seen, in ms. */
  readonly windows: number[] = [];

  look(times = 1): void {
    this.looks += times;
  }

  saw(found: Found, windowMs?: number): void {
    this.occurrences += 1;
    if (windowMs !== undefined) this.windows.push(windowMs);
    if (this.found.length < KEPT) this.found.push(found);
  }
}

/** Judges what clients saw, linear or nearly so in its length. Any part of a history is one, too. */
export type HistoryCheck = (operations: readonly Operation[], stored: StoredFacts) => Tally;

export function grouped(
  operations: readonly Operation[],
  keyOf: (operation: Operation) => string | undefined,
): Map<string, Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const key = keyOf(operation);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(operation);
    else groups.set(key, [operation]);
  }
  return groups;
}
