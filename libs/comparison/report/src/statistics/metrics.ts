import {
  type AtRest,
  type Cost,
  type Metric,
  processorTimeOf,
  type Run,
  type Stretch,
} from '@comparison/protocol';
import { aboveRest, completedIn } from './above-rest.js';
import { bracketError, canTell, type LogError, percentileError, shareError } from './counting-error.js';

/** A figure of a run: of one of its stretches, or of the whole of it (`stretch: null`). */
export interface Observation {
  readonly metric: Metric;
  readonly stretch: string | null;
  readonly value: number;
  /** How far it may be off for counting so few; nothing where it is not counted. */
  readonly error: LogError;
  /** It is no less than that, and nobody knows how much more. */
  readonly isLeast?: boolean;
}

/** Processor time per completed checkout in ms, without the payment provider, who is outside; null where nothing was measured. */
export function cpuPerCheckout({ cpuMs }: Cost): number | null {
  return processorTimeOf(cpuMs);
}

/** Stretches that every profile goes through alike. A search goes its own way in each, and a fault is a matter of its own. */
export function isCompared({ purpose }: Stretch): boolean {
  return purpose === 'common-rate' || purpose === 'share' || purpose === 'given';
}

/** The most that the deployment held at the end of a stretch, in MB. */
export function memoryOf(run: Run): number | null {
  const ends = run.stretches.filter(isCompared).flatMap(({ cost }) => cost?.memoryMb ?? []);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Checkouts that were decided as they should be and in time, of those that were due. Of a closed loop nothing is ever due: of those begun. */
export function inTimeOf({ measured }: Stretch): { readonly inTime: number; readonly due: number } {
  const { checkouts } = measured;
  return checkouts.pace ?? { inTime: completedIn({ measured }), due: checkouts.begun };
}

/** All that can be compared of a run. What was not measured is left out, and so is what too few were counted for. */
export function observationsOf(run: Run): readonly Observation[] {
  return [
    ...known('saturation', null, run.saturation, bracketError(run)).map((one) => ({
      ...one,
      isLeast: run.bracket?.high === null,
    })),
    ...known('memory', null, memoryOf(run)),
    ...run.stretches.filter(isCompared).flatMap((stretch) => ofStretch(stretch, run)),
  ];
}

const percentiles = [
  ['p50', 50],
  ['p90', 90],
  ['p99', 99],
] as const;

function ofStretch(stretch: Stretch, { atRest }: Run): readonly Observation[] {
  const { id, measured, purpose } = stretch;
  const { acknowledgement, completion, undecided } = measured.checkouts;
  const latencies = ([name, latency]: readonly ['acknowledgement' | 'completion', typeof completion]) =>
    percentiles.flatMap(([key, percentile]) =>
      known(
        `${name}-${key}`,
        id,
        latency.count > 0 && (percentile === 50 || canTell(percentile, latency.count)) ? latency[key] : null,
        latency.count > 0 ? percentileError(latency, percentile) : 0,
      ).map((one) => ({
        ...one,
        // Among those that were given up: they are the slowest.
        isLeast: name === 'completion' && undecided > latency.count * (1 - percentile / 100),
      })),
    );
  const { inTime, due } = inTimeOf(stretch);
  const cost = aboveRest(stretch, atRest);
  return [
    // At a share of each one's own saturation it is nothing but the saturation once more.
    ...known('goodput', id, purpose === 'share' ? null : measured.goodput, shareError(inTime, due)),
    ...latencies(['acknowledgement', acknowledgement]),
    ...latencies(['completion', completion]),
    ...known('cpu-per-checkout', id, cost && cpuPerCheckout(cost), restError(stretch, cost, atRest)),
  ];
}

/** No rest is known better than this: it is metered for a few seconds, of which a checkpoint may be one. */
const REST_IS_KNOWN_TO = 0.1;

/** What is left when rest is taken off is off by as much as rest is, and the less is left the more that is of it. */
function restError(stretch: Stretch, cost: Cost | null, atRest: AtRest | undefined): LogError {
  const metered = stretch.cost && cpuPerCheckout(stretch.cost);
  const left = cost && cpuPerCheckout(cost);
  const seconds = stretch.cost?.seconds;
  if (!atRest || seconds === undefined || metered === null || left === null || metered === left) return 0;
  const off = Math.max(
    (metered - left) * REST_IS_KNOWN_TO,
    ((atRest.cpuMsError ?? 0) * seconds) / completedIn(stretch),
  );
  return Math.log1p(off / left);
}

function known(
  metric: Metric,
  stretch: string | null,
  value: number | null,
  error: LogError = 0,
): readonly Observation[] {
  return value === null ? [] : [{ metric, stretch, value, error }];
}
