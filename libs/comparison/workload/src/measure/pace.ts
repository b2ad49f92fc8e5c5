import { type Pace, PATIENCE_MS } from '@comparison/protocol';

/** A checkout that was decided. */
export interface Ending {
  /** When it should have been sent, by `performance.now()`. */
  readonly due: number;
  readonly tookMs: number;
  /** Whether it was decided as it should be. */
  readonly isGood: boolean;
}

export function isInTime({ tookMs, isGood }: Ending): boolean {
  return isGood && tookMs <= PATIENCE_MS;
}

/**
 * Each checkout is judged by itself, from when it was due: a window over what ended would call a system slow whose last ones are
 * still under way when it closes, or good what comes after it.
 * @param dues of all, in their order @param window of those that count: from when on, and until before when they are due
 */
export function paceOf(
  dues: readonly number[],
  endings: readonly Ending[],
  { from, to }: { readonly from: number; readonly to: number },
): Pace {
  const counted = dues.filter((due) => due >= from && due < to);
  const third = Math.ceil(counted.length / 3);
  return {
    due: counted.length,
    inTime: endings.filter((ending) => ending.due >= from && ending.due < to && isInTime(ending)).length,
    earlyP50: medianOf(counted.slice(0, third), endings),
    lateP50: medianOf(counted.slice(counted.length - third), endings),
  };
}

/** Those that were never decided took longest. */
function medianOf(dues: readonly number[], endings: readonly Ending[]): number | null {
  const [first, last] = [dues[0] ?? Infinity, dues.at(-1) ?? -Infinity];
  const took = endings.filter(({ due }) => due >= first && due <= last).map(({ tookMs }) => tookMs);
  return took.toSorted((a, b) => a - b)[Math.ceil(dues.length / 2) - 1] ?? null;
}
