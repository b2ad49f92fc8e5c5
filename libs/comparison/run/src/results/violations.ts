import type { Results, Verdict } from '@comparison/protocol';

/** What broke, once for each profile and invariant: `monolith: S2`. */
export function violationsIn({ runs }: Pick<Results, 'runs'>): readonly string[] {
  const found = runs.flatMap(({ profile, verdicts, anomalies, faults }) => [
    ...violated(verdicts).map((invariant) => `${profile}: ${invariant}`),
    ...anomalies
      .filter(({ permitted, occurrences }) => !permitted && occurrences > 0)
      .map(({ invariant }) => `${profile}: ${invariant}`),
    ...faults.flatMap(({ fault, verdicts: after }) =>
      violated(after).map((invariant) => `${profile} after ${fault}: ${invariant}`),
    ),
  ]);
  return [...new Set(found)].sort();
}

function violated(verdicts: readonly Verdict[]): string[] {
  return verdicts.filter(({ verdict }) => verdict === 'violated').map(({ invariant }) => invariant);
}
