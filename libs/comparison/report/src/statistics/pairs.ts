import type { Metric, Run } from '@comparison/protocol';
import type { LogError } from './counting-error.js';
import { type Observation, observationsOf } from './metrics.js';

/** Ratios of one figure, one per repeat in which both sides have it. */
export interface Pairs {
  readonly metric: Metric;
  readonly stretch: string | null;
  readonly ratios: readonly number[];
  /** How far their median may be off for counting so few on both sides. */
  readonly error: LogError;
  /** That one side is no more than a lower bound, and how much more it is decides which way the ratio points. */
  readonly isOpen: boolean;
}

export type FigureName = Pick<Observation, 'metric' | 'stretch'>;

/** Pairs the runs of one profile with those of another in the same repeat: what the machine did in that while, it did to both. @param only of this figure */
export function pairUp(runs: readonly Run[], bases: readonly Run[], only?: FigureName): readonly Pairs[] {
  const pairs = new Map<string, (readonly [Observation, Observation])[]>();
  const below = byRepeat(bases, only);
  for (const [repeat, figures] of byRepeat(runs, only))
    for (const [key, figure] of figures) {
      const base = below.get(repeat)?.get(key);
      if (!base || base.value === 0) continue; // nothing to be a multiple of
      pairs.set(key, [...(pairs.get(key) ?? []), [figure, base]]);
    }
  return [...pairs.values()].flatMap((both) => {
    const [first] = both;
    if (!first) return [];
    const [{ metric, stretch }] = first;
    return {
      ...{ metric, stretch },
      ratios: both.map(([{ value }, base]) => value / base.value),
      error: errorOf(metric, both),
      isOpen: both.some(([figure, base]) =>
        figure.value < base.value ? figure.isLeast === true : base.isLeast === true,
      ),
    };
  });
}

/** Counting errors are chance and grow smaller together; what a search did not look at stays unknown however often it searched. */
function errorOf(metric: Metric, pairs: readonly (readonly [Observation, Observation])[]): LogError {
  if (metric === 'saturation') return Math.max(...pairs.flat().map(({ error }) => error));
  const squares = pairs.flat().reduce((sum, { error }) => sum + error ** 2, 0);
  return Math.sqrt(squares) / pairs.length;
}

/** By repeat and figure. Where a profile was run twice in a repeat, it is the mean of both, and known the better. */
function byRepeat(
  runs: readonly Run[],
  only?: FigureName,
): ReadonlyMap<number, ReadonlyMap<string, Observation>> {
  const wanted = (run: Run) => observationsOf(run).filter((one) => !only || keyOf(one) === keyOf(only));
  const repeats = Map.groupBy(runs, ({ repeat }) => repeat);
  return new Map(
    [...repeats].map(([repeat, same]) => {
      const figures = Map.groupBy(same.flatMap(wanted), keyOf);
      return [repeat, new Map([...figures].flatMap(([key, some]) => meanOf(some).map((one) => [key, one])))];
    }),
  );
}

function meanOf(some: readonly Observation[]): readonly Observation[] {
  const [first] = some;
  if (!first) return [];
  if (some.length === 1) return [first];
  const value = some.reduce((sum, one) => sum + one.value, 0) / some.length;
  const error =
    first.metric === 'saturation'
      ? Math.max(...some.map((one) => one.error))
      : Math.sqrt(some.reduce((sum, one) => sum + one.error ** 2, 0)) / some.length;
  return [{ ...first, value, error, isLeast: some.some(({ isLeast }) => isLeast) }];
}

function keyOf({ metric, stretch }: FigureName): string {
  return JSON.stringify([metric, stretch]);
}
