import type { UnitOfWork } from '@platform/persistence';

import type { EventLog, NewMessage } from '../log/event-log.js';
import type { Seen, StressReader } from './naive-readers.js';
import { waitUntil } from './wait-until.js';

export interface LogStress {
  readonly unit: UnitOfWork;
  readonly log: EventLog;
  /** Concurrent writers. */
  readonly writers: number;
  /** Units of work of each. */
  readonly unitsEach: number;
  readonly streams: readonly string[];
  readonly event: (n: number) => NewMessage;
  /** Writes something other than the log, so that the transaction takes its id before it appends. */
  readonly writeElsewhere: () => Promise<unknown>;
  readonly readers: readonly StressReader[];
}

export interface ReaderVerdict {
  /** Written and never seen. */
  readonly missing: number;
  /** Seen after a later version of the same stream. */
  readonly inverted: number;
  /** Seen more than once. */
  readonly doubled: number;
}

const LONGEST_PAUSE_MS = 6;

/**
 * Many writers over few streams in transactions that overlap in every way (ids taken early, appends late, commits out of
 * order) while readers follow live. @returns by name of the reader, and how many messages were written
 */
export async function stressLog(
  stress: LogStress,
): Promise<{ written: number; verdicts: ReadonlyMap<string, ReaderVerdict> }> {
  let writing = true;
  const following = stress.readers.map((reader) => follow(reader, () => writing));
  try {
    await Promise.all(Array.from({ length: stress.writers }, (_, writer) => write(stress, writer)));
    await allSettled(stress.unit);
  } finally {
    writing = false;
  }
  const written = await writtenMessages(stress.unit);
  const verdicts = new Map<string, ReaderVerdict>();
  for (const [index, reader] of stress.readers.entries())
    verdicts.set(reader.name, judge(written, (await following[index]) ?? []));
  return { written: written.length, verdicts };
}

async function write(stress: LogStress, writer: number): Promise<void> {
  const { unit, log, streams } = stress;
  for (let n = 0; n < stress.unitsEach; n += 1) {
    const chosen = new Set([pick(streams), ...(n % 3 === 0 ? [pick(streams)] : [])]);
    await unit.run(async () => {
      await stress.writeElsewhere();
      await randomPause();
      for (const stream of chosen) log.append(stream, [stress.event(writer), stress.event(n)]);
      // After the log's own flush, that is between the append and the commit.
      unit.beforeCommit('zz-late-commit', undefined, () => (n % 4 === 0 ? randomPause() : Promise.resolve()));
    });
  }
}

async function follow(reader: StressReader, writing: () => boolean): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (;;) {
    // Asked before the read: what an empty read after the end does not find is lost.
    const ended = !writing();
    const more = await reader.next();
    seen.push(...more);
    if (more.length > 0) continue;
    if (ended) return seen;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Waits until no transaction, here or in another database of the cluster, can hold a reader back from what was written. */
async function allSettled(unit: UnitOfWork): Promise<void> {
  const [now] = await unit.read(() =>
    unit.query<{ next: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next'),
  );
  await waitUntil('every transaction that overlapped the writers has ended', async () => {
    const [row] = await unit.read(() =>
      unit.query<{ passed: boolean }>(
        'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= $1::bigint AS passed',
        [now?.next],
      ),
    );
    return row?.passed === true;
  });
}

async function writtenMessages(unit: UnitOfWork): Promise<Seen[]> {
  return unit.read(() =>
    unit.query<Seen>(
      `SELECT event_id AS id, stream_id AS "streamId", version FROM "${unit.schema}".event ORDER BY stream_id, version`,
    ),
  );
}

function judge(written: readonly Seen[], seen: readonly Seen[]): ReaderVerdict {
  const ids = new Set(seen.map(({ id }) => id));
  const highest = new Map<string, number>();
  let inverted = 0;
  for (const { streamId, version } of seen) {
    const before = highest.get(streamId) ?? 0;
    if (version < before) inverted += 1;
    highest.set(streamId, Math.max(before, version));
  }
  return {
    missing: written.filter(({ id }) => !ids.has(id)).length,
    inverted,
    doubled: seen.length - ids.size,
  };
}

function pick(streams: readonly string[]): string {
  return streams[Math.floor(Math.random() * streams.length)] ?? '';
}

function randomPause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_PAUSE_MS));
}
