import type { Anomaly, Run } from '@comparison/protocol';

/** One kind of anomaly over all runs of a profile, the looks of all of them together. */
export interface AnomalyFigure extends Pick<
  Anomaly,
  'kind' | 'invariant' | 'title' | 'permitted' | 'because'
> {
  readonly occurrences: number;
  readonly looks: number;
  readonly per10000: number | null;
  /** Of each run that has one; the run's repeat goes with it. */
  readonly windows: readonly NonNullable<Anomaly['window']>[];
  readonly examples: readonly NonNullable<Anomaly['example']>[];
}

export function anomaliesOf(runs: readonly Run[]): readonly AnomalyFigure[] {
  const all = runs.flatMap(({ anomalies }) => anomalies);
  return [...new Set(all.map(({ kind }) => kind))].flatMap((kind) => {
    const same = all.filter((one) => one.kind === kind);
    const [first] = same;
    if (!first) return [];
    const occurrences = same.reduce((sum, one) => sum + one.occurrences, 0);
    const looks = same.reduce((sum, one) => sum + one.looks, 0);
    return {
      ...{ kind, invariant: first.invariant, title: first.title, because: first.because },
      permitted: same.every(({ permitted }) => permitted),
      ...{ occurrences, looks, per10000: looks === 0 ? null : (occurrences / looks) * 10_000 },
      windows: same.flatMap(({ window }) => (window && window.count > 0 ? [window] : [])),
      examples: same.flatMap(({ example }) => example ?? []),
    };
  });
}

/** `stale reads`, as a person calls it. */
export function anomalyName(kind: Anomaly['kind']): string {
  return names[kind];
}

const names: Readonly<Record<Anomaly['kind'], string>> = {
  'stale-read': 'stale reads',
  'dirty-read': 'dirty reads',
  'price-moved': 'moved prices',
  'fractured-dashboard': 'fractured dashboards',
  'price-out-of-order': 'prices out of order',
  'lost-update': 'lost updates',
  'write-skew': 'write skews',
};
