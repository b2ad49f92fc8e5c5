import type { EventToArchive } from './archived-event.js';
import { has, NEW_STREAM, type StreamState, withVersion } from './stream-state.js';

export interface StreamId {
  readonly module: string;
  readonly streamId: string;
}

/** A stream as it is before, with its row locked. */
export interface LockedStream extends StreamId, StreamState {
  /** The days on which it has been archived; null of one that is new. */
  readonly first: string | null;
  readonly last: string | null;
}

export interface MovedStream extends StreamId, StreamState {
  /** Versions are missing that were not before. */
  readonly grew: boolean;
  readonly isNew: boolean;
}

/** What is to be done with events that have come. */
export interface IntakePlan {
  readonly events: readonly EventToArchive[];
  /** Their streams as they will be. */
  readonly streams: readonly MovedStream[];
  /** Events of versions that there are already: the same ones again, or others in their place. */
  readonly known: readonly EventToArchive[];
}

export function streamKey({ module, streamId }: StreamId): string {
  return `${module}\0${streamId}`;
}

/** Each stream by its versions; of several of one version the one that came first. */
export function planIntake(
  came: readonly EventToArchive[],
  locked: ReadonlyMap<string, LockedStream>,
): IntakePlan {
  const events: EventToArchive[] = [];
  const known: EventToArchive[] = [];
  const streams: MovedStream[] = [];
  for (const [key, ofStream] of Map.groupBy(came, streamKey)) {
    const before = locked.get(key) ?? NEW_STREAM;
    let state: StreamState = before;
    for (const event of ofStream.toSorted((a, b) => a.version - b.version)) {
      if (has(state, event.version)) known.push(event);
      else {
        state = withVersion(state, event.version);
        events.push(event);
      }
    }
    const [first] = ofStream;
    if (state === before || !first) continue;
    const grew = state.gaps.some(({ to }) => to > before.highest);
    streams.push({
      ...pick(first),
      highest: state.highest,
      gaps: state.gaps,
      grew,
      isNew: before.highest === 0,
    });
  }
  return { events, known, streams };
}

function pick({ module, streamId }: StreamId): StreamId {
  return { module, streamId };
}
