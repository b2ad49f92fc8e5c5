import type { Measured } from '@comparison/protocol';

/** How long a customer waits for a decision, in ms: a rate that has one in a hundred wait longer is no rate to live with. */
export const PATIENCE_MS = 2_000;

/** What may be on its way when arrivals end: that many seconds' arrivals; of a few, some checkouts, but not most of them. */
const BACKLOG = { seconds: 0.5, checkouts: 2, share: 0.5 } as const;

/** A few in a hundred lost are an overload, a single one is an accident. */
const LOST_SHARE = 0.02;

/** Whether a system can go on like this for long; otherwise what tells, in a few words. */
export function overloadOf(measured: Measured): string | undefined {
  const { checkouts, seconds, offered, dropped, timeline } = measured;
  if (dropped > offered * LOST_SHARE) return `${dropped} of ${offered} arrivals found no free client`;
  const begun = checkouts.begun - checkouts.refused;
  if (checkouts.unknown > Math.max(1, begun * LOST_SHARE))
    return `${checkouts.unknown} of ${begun} checkouts were not answered`;
  const decided = timeline
    .filter(({ at }) => at < seconds)
    .reduce((sum, { completed }) => sum + completed, 0);
  const backlog = begun - checkouts.unknown - decided;
  const few = Math.min(BACKLOG.checkouts, begun * BACKLOG.share);
  if (backlog > Math.max(few, (begun / seconds) * BACKLOG.seconds))
    return `${backlog} of ${begun} checkouts were not decided when arrivals ended`;
  if (checkouts.completion.p99 > PATIENCE_MS)
    return `one checkout in a hundred took ${(checkouts.completion.p99 / 1_000).toFixed(1)} s or longer`;
  return undefined;
}
