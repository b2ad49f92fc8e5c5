/**
 * What a replica had in hand when it died, it takes back at its next start. One of these pieces may be what it died of, so they go
 * one by one before the others: the next death then tells which. A piece with which the process died alone once more waits longer
 * each time, so that the start gets to its end and people can look at it.
 */

/** Due since ever: what is marked by it goes alone. In SQL. */
export const ALONE = `timestamptz 'epoch'`;

/** The most that is waited for pieces that go one by one, in ms: an outside that hangs must not hold up the others. */
export const ALONE_MS = 3_000;

/** When a piece is due again, in SQL, given how often it died alone. The first time says little: a process may die of anything. */
export const dueAfterDeaths = (deaths: string): string =>
  `CASE WHEN ${deaths} < 2 THEN ${ALONE}
        ELSE clock_timestamp() + least(interval '30 seconds', interval '1 second' * 4 ^ (least(${deaths}, 10) - 2)) END`;

export const DIED = 'The process died while it was at this and nothing else.';
