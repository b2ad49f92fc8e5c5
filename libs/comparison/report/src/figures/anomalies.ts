import type { Anomaly, Run } from '@comparison/protocol';
import { shareInterval } from '../statistics/counting-error.js';

/** One anomaly over all runs of a profile: what one check counted of its own looks, and of nothing else. */
export interface AnomalyFigure extends Pick<
  Anomaly,
  'kind' | 'invariant' | 'title' | 'permitted' | 'because'
> {
  /** `stale carts`, as a person calls it; not two of one profile alike. */
  readonly name: string;
  /** The same as a figure is called. */
  readonly figure: string;
  readonly occurrences: number;
  readonly looks: number;
  /** Null without a look. */
  readonly per10000: number | null;
  /** How long changes stayed unseen, of each run that has any. */
  readonly windows: readonly NonNullable<Anomaly['window']>[];
  readonly examples: readonly NonNullable<Anomaly['example']>[];
}

export function anomaliesOf(runs: readonly Run[]): readonly AnomalyFigure[] {
  const all = runs.flatMap(({ anomalies }) => anomalies);
  // A kind is counted by several checks, each with looks, reasons and promises of its own.
  const groups = [
    ...Map.groupBy(all, ({ kind, name, title }) => JSON.stringify([kind, name, title])).values(),
  ];
  const nameOf = (one: Anomaly) => one.name ?? names[one.kind];
  return groups.flatMap((same, index) => {
    const [first] = same;
    if (!first) return [];
    const alike = groups.slice(0, index).filter(([one]) => one && nameOf(one) === nameOf(first)).length;
    const name = alike === 0 ? nameOf(first) : `${nameOf(first)} (${alike + 1})`;
    const occurrences = same.reduce((sum, one) => sum + one.occurrences, 0);
    const looks = same.reduce((sum, one) => sum + one.looks, 0);
    return {
      ...{ kind: first.kind, invariant: first.invariant, title: first.title, because: first.because },
      ...{ name, figure: `anomaly-${wordsOf(name).join('-')}` },
      permitted: same.every(({ permitted }) => permitted),
      ...{ occurrences, looks, per10000: looks === 0 ? null : (occurrences / looks) * 10_000 },
      windows: same.flatMap(({ window }) => (window && window.count > 0 ? [window] : [])),
      examples: same.flatMap(({ example }) => example ?? []),
    };
  });
}

const wordsOf = (name: string) => name.toLowerCase().match(/[a-z0-9]+/g) ?? [];

/** Of fewer looks a rate is chance: two of three are not 6,667 of 10,000. */
const ENOUGH = 100;

/** The rate where there were looks enough for one. */
export function rateOf({ per10000, looks }: AnomalyFigure): number | null {
  return looks >= ENOUGH ? per10000 : null;
}

/** Between which rates it lies, by 95 %, where there were looks enough for one. */
export function rateRange({ occurrences, looks }: AnomalyFigure): readonly [number, number] | null {
  if (looks < ENOUGH) return null;
  const [low, high] = shareInterval(occurrences, looks);
  return [low * 10_000, high * 10_000];
}

/** Whether one happens more often than another, and not just by chance. */
export function isToldFrom(one: AnomalyFigure, other: AnomalyFigure): boolean {
  const [a, b] = [rateRange(one), rateRange(other)];
  return a !== null && b !== null && (a[0] > b[1] || b[0] > a[1]);
}

/** What was seen, that seen most first: by its rate, and then what was looked for too seldom to have one. */
export function seenMostFirst<Of extends AnomalyFigure>(anomalies: readonly Of[]): readonly Of[] {
  return anomalies
    .filter(({ occurrences }) => occurrences > 0)
    .toSorted((a, b) => (rateOf(b) ?? 0) - (rateOf(a) ?? 0));
}

/** Whether it was ruled out and happened all the same. */
export function isBroken({ permitted, occurrences }: AnomalyFigure): boolean {
  return !permitted && occurrences > 0;
}

/** As it was called before results named each. */
const names: Readonly<Record<Anomaly['kind'], string>> = {
  'stale-read': 'stale reads',
  'dirty-read': 'dirty reads',
  'price-moved': 'moved prices',
  'fractured-dashboard': 'fractured dashboards',
  'price-out-of-order': 'prices out of order',
  'lost-update': 'lost updates',
  'write-skew': 'write skews',
};
