import type { Measured } from '@comparison/protocol';

/** How long a customer waits for a decision, in ms: a rate that has one in a hundred wait longer is no rate to live with. */
export const PATIENCE_MS = 2_000;

/**
 * What comes in has to go out as fast: of the checkouts that begin in a second, so many have to be decided in one; of a few, all
 * but some. The first second does not count, in which nothing has had the time: a cart is filled before it is checked out.
 */
const PACE = { share: 0.87, fewer: 2, skipSeconds: 1 } as const;

/** A few in a hundred lost are an overload, a single one is an accident. */
const LOST_SHARE = 0.02;

/** Whether a system can go on like this for long; otherwise what tells, in a few words. */
export function overloadOf(measured: Measured): string | undefined {
  const { checkouts, seconds, offered, dropped } = measured;
  if (dropped > offered * LOST_SHARE) return `${dropped} of ${offered} arrivals found no free client`;
  const begun = checkouts.begun - checkouts.refused;
  if (checkouts.unknown > Math.max(1, begun * LOST_SHARE))
    return `${checkouts.unknown} of ${begun} checkouts were not answered`;
  const { decided, over } = paceOf(measured);
  const expected = (begun / seconds) * over;
  const least = Math.min(expected * PACE.share, expected - Math.min(PACE.fewer, expected / 2));
  if (decided < least) return `${decided} checkouts were decided while ${Math.round(expected)} began`;
  if (checkouts.completion.p99 > PATIENCE_MS)
    return `one checkout in a hundred took ${(checkouts.completion.p99 / 1_000).toFixed(1)} s or longer`;
  return undefined;
}

/** How many checkouts were decided while load was offered, and over how many seconds: without the first. */
export function paceOf({ seconds, timeline }: Measured): { readonly decided: number; readonly over: number } {
  const from = Math.min(PACE.skipSeconds, seconds / 2);
  const decided = timeline
    .filter(({ at }) => at >= from && at < seconds)
    .reduce((sum, { completed }) => sum + completed, 0);
  return { decided, over: seconds - from };
}
