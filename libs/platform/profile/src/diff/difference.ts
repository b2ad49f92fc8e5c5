/** One thing that is not the same under two profiles. */
export interface Difference {
  /** Stable: `atomic-checkout`, `hops`, `outage-of-database`. */
  readonly id: string;
  /** Lost and won as a caller or an operator sees it; `changed` where neither is plainly better. */
  readonly verdict: 'lost' | 'won' | 'changed';
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

/** Not the same, and `change` tells which way: above 0 is won, below 0 is lost. */
export function verdictOf(change: number): Difference['verdict'] {
  return change > 0 ? 'won' : change < 0 ? 'lost' : 'changed';
}

/** What several modules have in common is said once: `what` gets all their names. */
export function together(
  findings: readonly (Omit<Difference, 'what'> & { readonly of: string })[],
  what: (of: readonly string[]) => string,
): readonly Difference[] {
  const groups = new Map<string, { difference: Omit<Difference, 'what'>; of: string[] }>();
  for (const { of, id, verdict, from, to } of findings) {
    const key = JSON.stringify([id, verdict, from, to]);
    const group = groups.get(key) ?? { difference: { id, verdict, from, to }, of: [] };
    group.of.push(of);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ difference, of }) => ({ ...difference, what: what(of) }));
}

/** Sets of names as better and worse: fewer is better. 0 where neither contains the other, or both are the same. */
export function fewer(from: readonly string[], to: readonly string[]): number {
  const gone = from.filter((name) => !to.includes(name)).length;
  const added = to.filter((name) => !from.includes(name)).length;
  return gone > 0 && added === 0 ? 1 : added > 0 && gone === 0 ? -1 : 0;
}
