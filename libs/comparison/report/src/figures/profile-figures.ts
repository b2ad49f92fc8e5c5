import type { Metric, ProfileFacts, Results, Run, Stretch } from '@comparison/protocol';
import { medianInterval } from '../statistics/bootstrap.js';
import { inTimeOf, observationsOf } from '../statistics/metrics.js';
import { median } from '../statistics/quantiles.js';
import { type AnomalyFigure, anomaliesOf } from './anomalies.js';
import { type Headline, headlineOf } from './headline.js';
import { type OutageFigure, outagesOf } from './outages.js';
import { type Violation, violationsOf } from './violations.js';

/** The median over the repeats, with its interval of 95 %. */
export interface Figure {
  readonly value: number;
  readonly interval: [number, number] | null;
  readonly repeats: number;
}

/** What the report says of one profile. */
export interface ProfileFigures {
  readonly facts: ProfileFacts;
  readonly name: string;
  /** Its place in the report, from 0: what gives it its colour and symbol. */
  readonly index: number;
  readonly isBaseline: boolean;
  readonly measured: readonly Run[];
  /** Also those that were run for the noise: its figures are of these, as they were run alike. */
  readonly runs: readonly Run[];
  /** At the headline's stretch, or of the whole run; null where it was not measured. */
  figure(metric: Metric): Figure | null;
  readonly violations: readonly Violation[];
  readonly anomalies: readonly AnomalyFigure[];
  readonly outages: OutageFigure;
  /** Of the headline's stretch, in all runs: what a latency is made of. Null where it was not measured. */
  readonly counted: Counted | null;
}

/** What the latencies of a stretch are made of. */
export interface Counted {
  readonly acknowledgement: Tail;
  readonly completion: Tail;
  /** Checkouts that were decided as they should be and in time, and those that were due. */
  readonly inTime: number;
  readonly due: number;
}

export interface Tail {
  readonly count: number;
  readonly slowest: number;
}

export interface ReportFigures {
  readonly results: Results;
  readonly headline: Headline;
  readonly profiles: readonly ProfileFigures[];
  /** The percentile that tells of slow ones at the headline's stretch: the highest that enough were counted for in every profile. */
  readonly tail: 'p90' | 'p99' | null;
}

export function reportFigures(results: Results): ReportFigures {
  const headline = headlineOf(results);
  const profiles = results.profiles.map((facts, index) => {
    const runs = results.runs.filter((run) => run.profile === facts.name);
    const measured = runs.filter(({ role }) => role === 'measured');
    const isBaseline = facts.name === results.settings.baseline;
    return {
      ...{ facts, name: facts.name, index, isBaseline, runs, measured },
      figure: remembered((metric: Metric) =>
        figureOf(runs, metric, wholeRun(metric) ? null : headline.stretch, results.settings.seed),
      ),
      violations: violationsOf(runs),
      anomalies: anomaliesOf(runs),
      outages: outagesOf(facts),
      counted: countedIn(
        runs.flatMap(({ stretches }) => stretches.filter(({ id }) => id === headline.stretch)),
      ),
    };
  });
  const shown = profiles.filter(({ counted }) => counted !== null && counted.completion.count > 0);
  const tail = (['p99', 'p90'] as const).find(
    (one) =>
      shown.length > 0 &&
      shown.every((of) => of.figure(`completion-${one}`) && of.figure(`acknowledgement-${one}`)),
  );
  return { results, headline, profiles, tail: tail ?? null };
}

function countedIn(stretches: readonly Stretch[]): Counted | null {
  if (stretches.length === 0) return null;
  const tail = (which: 'acknowledgement' | 'completion'): Tail => {
    const all = stretches.map(({ measured }) => measured.checkouts[which]);
    return {
      count: all.reduce((sum, { count }) => sum + count, 0),
      slowest: Math.max(...all.map(({ max }) => max)),
    };
  };
  const dues = stretches.map(inTimeOf);
  return {
    ...{ acknowledgement: tail('acknowledgement'), completion: tail('completion') },
    inTime: dues.reduce((sum, { inTime }) => sum + inTime, 0),
    due: dues.reduce((sum, { due }) => sum + due, 0),
  };
}

/** Many cells and sentences ask for the same figure, and a bootstrap takes its time. */
function remembered<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, { readonly value: V }>();
  return (key) => {
    const found = known.get(key) ?? { value: compute(key) };
    known.set(key, found);
    return found.value;
  };
}

/** Whether a figure belongs to a run as a whole rather than to one of its stretches. */
export function wholeRun(metric: Metric): boolean {
  return metric === 'saturation' || metric === 'memory';
}

/** @param stretch its id; null for a figure of whole runs */
export function figureOf(
  runs: readonly Run[],
  metric: Metric,
  stretch: string | null,
  seed: number,
): Figure | null {
  const values = runs.flatMap((run) =>
    observationsOf(run)
      .filter((one) => one.metric === metric && one.stretch === stretch)
      .map(({ value }) => value),
  );
  if (values.length === 0) return null;
  // Two runs of one repeat are what the noise is made of; they show nothing of how repeats differ.
  const isRepeated = new Set(runs.map(({ repeat }) => repeat)).size > 1;
  const interval = isRepeated ? medianInterval(values, seed) : null;
  return { value: median(values), interval, repeats: values.length };
}
