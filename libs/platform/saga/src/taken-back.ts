/**
 * What a replica had in hand when it died, it takes back at its next start. One of these pieces may be what it died of, so they go
 * one by one before the others: the next death then tells which. A piece with which the process died alone once more waits longer
 * each time, so that the start gets to its end and people can look at it.
 *
 * After that pause it is taken up beside whatever else is due, and nobody is kept waiting for its sake; so of several that were in
 * hand, the only one with which a process has died before is taken for the culprit again. Of the others nothing is known.
 */

/** Due since ever: what is marked by it goes alone. In SQL. */
export const ALONE = `timestamptz 'epoch'`;

/** The most that is waited for pieces that go one by one, in ms: an outside that hangs must not hold up the others. */
export const ALONE_MS = 3_000;

/** When a piece is due again, in SQL, given how often it died alone. The first time says little: a process may die of anything. */
export const dueAfterDeaths = (deaths: string): string =>
  `CASE WHEN ${deaths} < 2 THEN ${ALONE}
        ELSE clock_timestamp() + least(interval '30 seconds', interval '1 second' * 4 ^ (least(${deaths}, 10) - 2)) END`;

/** Of the rows that were in hand: whether this one is what the process died of, in SQL. */
export const IS_ACCUSED = `count(*) OVER () = 1 OR (deaths > 0 AND count(*) FILTER (WHERE deaths > 0) OVER () = 1)`;

export const DIED = 'The process died while it was at this, more than once.';
