import type { ProductState } from '../checks/stored-facts.js';
import type { Violation } from '../invariants/snapshot.js';

/** What was seen in the databases while load went on. */
export interface Samples {
  readonly everyMs: number;
  /** Looks at all of the stock. */
  readonly taken: number;
  /** Looks that failed: the database was away. */
  readonly missed: number;
  /** Between two looks that succeeded, from the begin of the one to the end of the next, at most; in ms. */
  readonly longestGapMs: number;
  /** S1 as it was broken, each once. */
  readonly broken: readonly Violation[];
  /** By product, when the cart's copy of it was last seen at a revision, in ms since the epoch. */
  readonly lastSeen: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/** Where nobody looked. */
export const noSamples: Samples = {
  ...{ everyMs: 0, taken: 0, missed: 0, longestGapMs: 0, broken: [], lastSeen: new Map() },
};

/** How far a copy may be behind in any case, and where nobody looked. */
const UNSEEN_MS = 500;
const UNKNOWN_MS = 5_000;

/** How far behind, at most, the cart's copy was seen, and what may have passed between two looks; in ms. */
export function lagOf(
  { taken, everyMs, longestGapMs, lastSeen }: Samples,
  products: ReadonlyMap<string, readonly ProductState[]>,
): number {
  if (taken === 0) return UNKNOWN_MS;
  let lag = 0;
  for (const [productId, seen] of lastSeen) {
    const states = products.get(productId) ?? [];
    for (const [index, { revision, version }] of states.entries()) {
      const last = seen.get(revision);
      const next = states[index + 1];
      if (last !== undefined && next?.version === version) lag = Math.max(lag, last - next.at);
    }
  }
  // A look and a pause at least, and as long as it really took where the database was busy or away.
  return lag + Math.max(2 * everyMs, longestGapMs) + UNSEEN_MS;
}
