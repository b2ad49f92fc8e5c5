import { newId } from '@platform/domain';
import { encode, type EncodedMessage } from '@platform/messaging';
import { waitUntil } from '@platform/messaging/testing';
import { type Databases, registerModule, type UnitOfWork } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import { Archive } from '../archive/archive.js';
import { ArchiveFigures } from '../archive/archive-figures.js';
import { ArchiveHints } from '../archive/archive-hints.js';
import { ArchiveObserver } from '../archive/archive-observer.js';
import { ArchiveReader } from '../archive/archive-reader.js';
import { messageOf } from '../archive/archived-event.js';
import { CreateArchive1767000000700 } from '../archive/create-archive.migration.js';
import { StreamRows } from '../archive/stream-rows.js';
import { RefusedMessages } from '../intake/refused-messages.js';

registerModule('event-store', { migrations: [CreateArchive1767000000700] });

const ALL = { from: 1, to: Number.MAX_SAFE_INTEGER };

/** An archive on a database of its own, without a process around it. */
export class ArchiveScene {
  readonly unit: UnitOfWork;
  readonly hints = new ArchiveHints();
  readonly observer = new ArchiveObserver();
  readonly streams: StreamRows;
  readonly archive: Archive;
  readonly reader: ArchiveReader;
  readonly figures: ArchiveFigures;
  readonly refused: RefusedMessages;

  private constructor(
    readonly databases: Databases,
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {
    this.unit = databases.unitOfWork('event-store');
    this.streams = new StreamRows(this.unit);
    this.archive = new Archive(this.unit, this.streams, this.hints, this.observer);
    this.reader = new ArchiveReader(this.unit);
    this.figures = new ArchiveFigures(this.unit);
    this.refused = new RefusedMessages(this.unit);
  }

  static async open(): Promise<ArchiveScene> {
    const { databases, url, close } = await openTestDatabases(['event-store'], { pool: 12 });
    return new ArchiveScene(databases, url, close);
  }

  take(messages: readonly EncodedMessage[], lane = 'shop.events/0') {
    return this.archive.archive(messages, { lane });
  }

  /** Versions of a stream as they are read. */
  async versions(streamId: string): Promise<number[]> {
    return (await this.reader.streamEvents('shop', streamId, ALL, 10_000)).map(({ version }) => version);
  }

  async messages(streamId: string): Promise<EncodedMessage[]> {
    return (await this.reader.streamEvents('shop', streamId, ALL, 10_000)).map(messageOf);
  }

  /** Resolves when a reader may see all that is archived: it does not pass what anybody else on the server could still write before. */
  async untilReadable(): Promise<void> {
    const held = `SELECT FROM "event-store".event, "event-store".log_base
      WHERE ord >= base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint LIMIT 1`;
    await waitUntil('a reader may see all of it', async () => {
      return (await this.unit.read(() => this.unit.query(held))).length === 0;
    });
  }

  /** What is still missing of a stream counts as due, whatever pause was set. */
  async makeDue(streamId: string): Promise<void> {
    await this.unit.run(() =>
      this.unit.query(
        `UPDATE "${this.unit.schema}".stream SET ask_at = statement_timestamp() WHERE stream_id = $1 AND ask_at IS NOT NULL`,
        [streamId],
      ),
    );
  }
}

/** An event of the module `shop`; the same one for the same arguments. */
export function event(
  streamId: string,
  version: number,
  { id = idOf(streamId, version), type = 'shop.priced', schemaVersion = 1, data = '{"cents": 100}' } = {},
): EncodedMessage {
  return encode({
    ...{ id, type, schemaVersion, data, streamId, sourceModule: 'shop', channel: 'events' },
    ...{ streamVersion: version, time: '2026-01-02T03:04:05.678Z', correlationId: 'c-1' },
  });
}

export function events(streamId: string, from: number, to: number): EncodedMessage[] {
  return Array.from({ length: to - from + 1 }, (_, index) => event(streamId, from + index));
}

const ids = new Map<string, string>();

function idOf(streamId: string, version: number): string {
  const key = `${streamId}/${version}`;
  const id = ids.get(key) ?? newId();
  ids.set(key, id);
  return id;
}
