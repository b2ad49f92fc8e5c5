import type { UnitOfWork } from '@platform/persistence';

import { decodeEnvelope } from '../envelope/cloud-events.js';
import type { RecordedMessage } from '../envelope/message.js';
import { type KnownHead, knownHeads } from '../log/known-heads.js';
import { headsPurged } from '../log/purge-stream-heads.js';
import type { EventArchive, PlaceInModule } from './event-archive.js';

/** Events of a stream that the archive has and the log has not. */
export interface BeyondLog {
  readonly streamId: string;
  readonly from: number;
  readonly to: number;
  readonly events: number;
  /** When the first and the last of them were recorded; null where nobody kept that. */
  readonly first: string | null;
  readonly last: string | null;
}

export interface LogComparison {
  /** How many archived events were looked at. */
  readonly archived: number;
  readonly beyond: readonly BeyondLog[];
  /** Streams of which the log has another event under a version than the archive: the module has gone on since it was set back. */
  readonly differing: readonly { readonly streamId: string; readonly version: number }[];
  /** Versions between the log's last one and archived ones that neither has. */
  readonly lacking: readonly { readonly streamId: string; readonly from: number; readonly to: number }[];
}

export interface ComparisonOptions {
  /** Whether the module forgets streams that have ended: those without a head, from before the day of its last purge, are no loss. */
  readonly forgets: boolean;
  readonly onProgress?: (archived: number) => void;
}

/** What was recorded so much before a log's newest message had been committed when that was. */
const LONGEST_COMMIT_MS = 60_000;

/** Reads everything that the archive has of a module and says where its log ends before that. Changes nothing. */
export async function compareWithArchive(
  unit: UnitOfWork,
  archive: EventArchive,
  { forgets, onProgress }: ComparisonOptions,
): Promise<LogComparison> {
  await archive.incomplete(unit.module);
  const comparison = new Comparison(forgets ? await forgottenBefore(unit) : -Infinity);
  let place: PlaceInModule | undefined;
  do {
    const page = await archive.events(unit.module, {}, place);
    const events = page.items.map(decodeEnvelope);
    comparison.take(events, await unit.read(() => knownHeads(unit, events)));
    onProgress?.(comparison.archived);
    place = page.next;
  } while (place);
  return comparison.result();
}

class Comparison {
  archived = 0;
  private readonly beyond = new Map<string, BeyondLog>();
  private readonly unknown = new Set<string>();
  private readonly differing = new Map<string, number>();
  private readonly lacking: { streamId: string; from: number; to: number }[] = [];

  /** @param forgotten streams that the log does not know and that ended before this are no loss */
  constructor(private readonly forgotten: number) {}

  /** @param events by stream and version */
  take(events: readonly RecordedMessage[], heads: ReadonlyMap<string, KnownHead>): void {
    this.archived += events.length;
    for (const { streamId, streamVersion: version, id, time } of events) {
      const head = heads.get(streamId);
      const own = head?.ids?.[version];
      if (own !== undefined && own !== id && !this.differing.has(streamId))
        this.differing.set(streamId, version);
      if (version <= (head?.version ?? 0)) continue;
      if (!head) this.unknown.add(streamId);
      this.add(streamId, version, time, head?.version ?? 0);
    }
  }

  result(): LogComparison {
    const isForgotten = ({ streamId, last }: BeyondLog): boolean =>
      this.unknown.has(streamId) && Date.parse(last ?? '') < this.forgotten;
    const beyond = [...this.beyond.values()].filter((stream) => !isForgotten(stream));
    const streams = new Set(beyond.map(({ streamId }) => streamId));
    return {
      ...{ archived: this.archived, beyond },
      differing: [...this.differing].map(([streamId, version]) => ({ streamId, version })),
      lacking: this.lacking.filter(({ streamId }) => streams.has(streamId)),
    };
  }

  private add(streamId: string, version: number, time: string, head: number): void {
    const known = this.beyond.get(streamId);
    const expected = (known?.to ?? head) + 1;
    if (version > expected) this.lacking.push({ streamId, from: expected, to: version - 1 });
    this.beyond.set(streamId, {
      ...{ streamId, from: known?.from ?? version, to: version, events: (known?.events ?? 0) + 1 },
      ...{ first: known?.first ?? time, last: time },
    });
  }
}

/** A dump is older than its newest message by no more than a commit takes; it may hold none any more. */
async function forgottenBefore(unit: UnitOfWork): Promise<number> {
  const purged = await headsPurged(unit);
  const [row] = await unit.read(() =>
    unit.query<{ newest: string | null }>(`SELECT max(recorded_at) AS newest FROM "${unit.schema}".event`),
  );
  return Math.min(
    purged?.getTime() ?? -Infinity,
    row?.newest ? new Date(row.newest).getTime() - LONGEST_COMMIT_MS : Infinity,
  );
}
