import type { Cost, Metric, Run, Stretch } from '@comparison/protocol';

/** A figure of a run: of one of its stretches, or of the whole of it (`stretch: null`). */
export interface Observation {
  readonly metric: Metric;
  readonly stretch: string | null;
  readonly value: number;
}

/** Processor time per completed checkout in ms, without the payment provider, who is outside; null where nothing was measured. */
export function cpuPerCheckout({ cpuMs }: Cost): number | null {
  const parts = [cpuMs.gateway, cpuMs.services, cpuMs.databases, cpuMs.broker, cpuMs.eventStore];
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? null : known.reduce((sum, part) => sum + part, 0);
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

/** All that can be compared of a run. What was not measured is left out. */
export function observationsOf(run: Run): readonly Observation[] {
  return [
    ...known('saturation', null, run.saturation),
    ...known('memory', null, memoryOf(run)),
    ...run.stretches.filter(isCompared).flatMap(ofStretch),
  ];
}

function ofStretch({ id, measured, cost }: Stretch): readonly Observation[] {
  const { acknowledgement, completion } = measured.checkouts;
  const counted = (latency: typeof completion, value: number) => (latency.count === 0 ? null : value);
  return [
    ...known('goodput', id, measured.goodput),
    ...known('acknowledgement-p50', id, counted(acknowledgement, acknowledgement.p50)),
    ...known('acknowledgement-p99', id, counted(acknowledgement, acknowledgement.p99)),
    ...known('completion-p50', id, counted(completion, completion.p50)),
    ...known('completion-p99', id, counted(completion, completion.p99)),
    ...known('cpu-per-checkout', id, cost && cpuPerCheckout(cost)),
  ];
}

function known(metric: Metric, stretch: string | null, value: number | null): readonly Observation[] {
  return value === null ? [] : [{ metric, stretch, value }];
}
