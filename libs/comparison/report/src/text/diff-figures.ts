import type { Metric, Results } from '@comparison/protocol';
import { isAboveRest } from '../figures/cost-figures.js';
import { stretchLabel } from '../figures/headline.js';
import { metrics } from '../figures/metric-names.js';
import { type Figure, figureOf, wholeRun } from '../figures/profile-figures.js';
import { floorOf } from '../statistics/compare-runs.js';
import type { LogError } from '../statistics/counting-error.js';
import { isCompared, observationsOf } from '../statistics/metrics.js';

/** One figure of one profile in two reports. */
export interface Change {
  readonly name: string;
  readonly metric: Metric;
  readonly stretch: string;
  readonly before: Figure;
  readonly after: Figure;
  readonly ratio: number;
  /** What two runs of one profile differ by in either report, added; undefined where neither measured it. */
  readonly noise: number | undefined;
  readonly isDifference: boolean;
}

/** Every figure that both reports have: same profile, same metric, same stretch. */
export function changes(before: Results, after: Results): readonly Change[] {
  const names = before.profiles
    .map(({ name }) => name)
    .filter((name) => after.profiles.some((of) => of.name === name));
  return names.flatMap((name) =>
    metrics.flatMap((metric) =>
      stretchesOf(before, metric).flatMap(
        ({ id, label }) => change(before, after, name, metric, id, label) ?? [],
      ),
    ),
  );
}

function change(
  before: Results,
  after: Results,
  name: string,
  metric: Metric,
  stretch: string | null,
  label: string,
): Change | null {
  const [from, to] = [before, after].map(({ runs, settings }) =>
    figureOf(
      runs.filter((run) => run.profile === name),
      ...([metric, stretch, settings.seed] as const),
    ),
  );
  if (!from || !to || from.value === 0) return null;
  if (metric === 'cpu-per-checkout' && isAboveRest({ results: before }) !== isAboveRest({ results: after }))
    return null; // not of the same: the conditions say so
  const ratio = to.value / from.value;
  const floors = [before, after].flatMap(({ noise }) => floorOf(noise, metric, stretch) ?? []);
  const errors = [before, after].map((results) => errorIn(results, name, metric, stretch));
  // What both differ by from themselves adds up; counting is chance on either side, and part of what they differ by.
  const noises = floors.reduce((sum, floor) => sum + Math.log(1 + floor), 0);
  const width = Math.max(noises, Math.hypot(...errors));
  return {
    ...{ name, metric, stretch: label, before: from, after: to, ratio },
    noise: floors.length === 0 ? undefined : Math.expm1(width),
    // Two reports are not paired: their intervals must be apart, and further than both are from themselves.
    isDifference: floors.length > 0 && Math.abs(Math.log(ratio)) > width && areApart(from, to),
  };
}

/** How far a figure of a report may be off for counting so few, at the most of its runs. */
function errorIn({ runs }: Results, name: string, metric: Metric, stretch: string | null): LogError {
  const errors = runs
    .filter((run) => run.profile === name)
    .flatMap((run) => observationsOf(run).filter((one) => one.metric === metric && one.stretch === stretch))
    .map(({ error }) => error);
  return Math.max(0, ...errors);
}

function areApart({ interval: a }: Figure, { interval: b }: Figure): boolean {
  return a === null || b === null || a[1] < b[0] || b[1] < a[0];
}

function stretchesOf({ runs }: Results, metric: Metric): readonly { id: string | null; label: string }[] {
  if (wholeRun(metric)) return [{ id: null, label: 'whole run' }];
  const compared = runs.flatMap(({ stretches }) => stretches.filter(isCompared));
  return [...new Map(compared.map((one) => [one.id, { id: one.id, label: stretchLabel(one) }])).values()];
}
