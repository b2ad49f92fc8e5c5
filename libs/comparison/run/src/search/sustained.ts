import { type Measured, type Pace, PATIENCE_MS } from '@comparison/protocol';

/** A few in a hundred lost are an overload, a single one is an accident. */
const LOST_SHARE = 0.02;

/**
 * A backlog grows as long as load is offered, and the latency with it: a step is too short to await that patience runs out. What
 * is quicker than `least` does not count as slow, however much quicker it was before; and the medians of a few are chance.
 */
const GROWTH = { factor: 2, leastMs: 100, fewest: 9 } as const;

/** Whether a system can go on like this for long; otherwise what tells, in a few words. */
export function overloadOf({ offered, dropped, operations, checkouts }: Measured): string | undefined {
  if (dropped > offered * LOST_SHARE) return `${dropped} of ${offered} arrivals found no free client`;
  for (const [name, { unknown, invoked }] of Object.entries(operations))
    if (isTooMany(unknown, invoked)) return `${unknown} of ${invoked} operations (${name}) were not answered`;
  return checkouts.pace && tooSlow(checkouts.pace);
}

function tooSlow({ due, inTime, earlyP50, lateP50 }: Pace): string | undefined {
  if (isTooMany(due - inTime, due))
    return `${due - inTime} of ${due} checkouts were not decided within ${PATIENCE_MS / 1_000} s`;
  if (due < GROWTH.fewest || earlyP50 === null || lateP50 === null) return undefined;
  if (lateP50 > GROWTH.factor * Math.max(earlyP50, GROWTH.leastMs))
    return `half of the checkouts took ${Math.round(earlyP50)} ms at first and ${Math.round(lateP50)} ms at the end`;
  return undefined;
}

/** Of a single one that is all, of more one is an accident. */
function isTooMany(lost: number, all: number): boolean {
  return lost > Math.max(Math.min(1, all - 1), all * LOST_SHARE);
}
