import type { FaultRun, Measured } from '@comparison/protocol';

/** Since the stretch began, in s. */
export interface Moments {
  /** When nothing had been touched yet. */
  readonly steady: number;
  readonly fault: number;
  readonly heal: number;
  readonly end: number;
}

type Timeline = Measured['timeline'];

/** Of what it was: goodput has recovered then. */
const SHARE = 0.9;
/** For so long: at the usual rates that is ten checkouts, of two seconds it would be chance. */
const SECONDS = 5;

/** Per second of each phase, of whole seconds within it; null where a phase has none. */
export function goodputOf(
  timeline: Timeline,
  { steady: untouched, fault, heal, end }: Moments,
): FaultRun['goodput'] {
  const [steady, during, after] = [
    mean(timeline, 0, untouched),
    mean(timeline, fault, heal),
    mean(timeline, heal, end),
  ];
  if (steady === null || during === null || after === null) return null;
  return { steady, fault: during, after };
}

/** From the heal until goodput is 90 % of the steady phase's for 5 s, in s; null: not before the load's end. */
export function recoveredAfter(timeline: Timeline, { steady: untouched, heal, end }: Moments): number | null {
  const steady = mean(timeline, 0, untouched);
  if (steady === null || steady === 0) return null;
  for (let from = Math.ceil(heal); from + SECONDS <= Math.floor(end); from += 1)
    if ((mean(timeline, from, from + SECONDS) ?? 0) >= SHARE * steady) return from - heal;
  return null;
}

function mean(timeline: Timeline, from: number, to: number): number | null {
  const [first, past] = [Math.ceil(from), Math.floor(to)];
  if (past <= first) return null;
  const seconds = timeline.filter(({ at }) => at >= first && at < past);
  // A second in which nothing happened may be left out of a timeline.
  return seconds.reduce((sum, { completed }) => sum + completed, 0) / (past - first);
}
