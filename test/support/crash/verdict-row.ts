import type { Violation } from '@comparison/checkers/stored';
import type { Played } from './stage.js';

/** A row of the matrix: what happened, to how many checkouts, how long it took, and whether each invariant holds after it. */
export function verdictRow(
  what: string,
  { attempts }: Played,
  since: number,
  invariants: readonly string[],
  found: readonly Violation[],
): string[] {
  const took = `${((Date.now() - since) / 1_000).toFixed(1)} s`;
  const broken = new Set<string>(found.map(({ invariant }) => invariant));
  const cells = invariants.map((invariant) => (broken.has(invariant) ? 'BROKEN' : 'holds'));
  return [what, String(attempts.length), took, ...cells];
}
