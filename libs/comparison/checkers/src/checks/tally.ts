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

/** What a look is about: the operation that looked, and what there was to be seen by it. */
type About = readonly Operation[];

/** What a check looked at, and what it found. */
export class Tally {
  readonly found: Found[] = [];
  readonly #looks: About[] = [];
  readonly #occurrences: About[] = [];

  get looks(): number {
    return this.#looks.length;
  }

  get occurrences(): number {
    return this.#occurrences.length;
  }

  look(...about: About): void {
    this.#looks.push(about);
  }

  /** @param about as of the look; of the last one unless given */
  saw(found: Found, about: About = this.#looks.at(-1) ?? []): void {
    this.#occurrences.push(about);
    if (this.found.length < KEPT) this.found.push(found);
  }

  /** Of the looks all of whose operations count. */
  among(counts: (operation: Operation) => boolean): { readonly looks: number; readonly occurrences: number } {
    const counted = (all: readonly About[]) => all.filter((about) => about.every(counts)).length;
    return { looks: counted(this.#looks), occurrences: counted(this.#occurrences) };
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
