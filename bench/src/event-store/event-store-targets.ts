import type { EventStoreResults } from './event-store-results.js';

const RATIO = 0.5;
const LOAD_MS = 5;
const REPLAY_PER_SECOND = 20_000;

/** What is to be reached, as far as it was measured, a line each. */
export function eventStoreVerdicts({ append = [], load, replay = [] }: EventStoreResults): string[] {
  return [
    ...append.map(({ writers, streams, ratio }) =>
      line(
        `appends / plain inserts, ${writers} writers on ${streams} streams: ${ratio.append.median.toFixed(2)} (to reach: ≥ ${RATIO})`,
        ratio.append.median >= RATIO,
      ),
    ),
    ...(load
      ? [
          line(
            `${load.events} events loaded with a snapshot, p50: ${load.withSnapshot.p50.toFixed(1)} ms (to reach: ≤ ${LOAD_MS})`,
            load.withSnapshot.p50 <= LOAD_MS,
          ),
        ]
      : []),
    ...replay.map(({ projection, perSecond }) =>
      line(
        `events/s replayed into "${projection}": ${perSecond.toFixed(0)} (to reach: ≥ ${REPLAY_PER_SECOND})`,
        perSecond >= REPLAY_PER_SECOND,
      ),
    ),
  ];
}

function line(what: string, reached: boolean): string {
  return `${reached ? 'reached' : 'missed '}  ${what}`;
}
