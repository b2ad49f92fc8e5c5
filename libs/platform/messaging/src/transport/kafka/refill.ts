import { Logger } from '@nestjs/common';
import { newId } from '@platform/domain';
import type { CrashPoints } from '@platform/persistence';

import type {
  ArchivePage,
  EventArchive,
  IncompleteStream,
  PlaceInModule,
} from '../../archive/event-archive.js';
import { decodeEnvelope, type EncodedMessage } from '../../envelope/cloud-events.js';
import { GrowingPause } from '../../relay/growing-pause.js';
import type { Subscriber } from '../transport.js';
import type { PartitionOffsets } from './group-offsets.js';
import { partitionOf } from './partition-of.js';
import { CHUNK, type PartitionWorker } from './partition-worker.js';

export interface RefillContext {
  readonly archive: EventArchive;
  /** The module whose events the partition holds. */
  readonly module: string;
  readonly subscriber: Pick<Subscriber, 'consumer' | 'types'>;
  /** The last version of each of these streams that the consumer has handled. */
  readonly marks: (streamIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** Marks of events that were handled before this day may be gone; undefined when none ever went. */
  readonly marksPurged: () => Promise<Date | undefined>;
  /** Where all partitions of the topic stand. @throws while the broker cannot be asked */
  readonly offsets: () => Promise<readonly PartitionOffsets[]>;
  readonly crashPoints: CrashPoints;
  /** The topic is another one than the group has read: its offsets say nothing of what came before it. */
  readonly isAnew: boolean;
  /** Where its group stands, as far as the broker still has that: what comes before it is brought, too. */
  readonly position?: number | undefined;
}

type Gap = IncompleteStream['missing'][number];

const PAUSE_MS = { first: 500, longest: 10_000 };

/**
 * Brings a consumer what a partition has forgotten, from the archive, and says where it goes on at the broker.
 *
 * Nothing is missed: the archive first says that it knows everything before the record that the partition goes on at, and only
 * then is read; what was published from that record on comes by the broker. Nothing is doubled, and no order broken: streams are read by
 * version from their inbox marks on and delivered as the partition's records are, and what comes again at the broker is below
 * the mark. Where the archive lacks a version that the mark is not past, nothing after it is handled: what it lacked when it
 * was first asked is waited for; what it has begun to lack since was published later, and comes by the broker with what follows.
 */
export class Refill {
  private readonly logger = new Logger('Kafka');
  private readonly retry = new GrowingPause(PAUSE_MS);
  /** The archive is compared once for each of these. */
  private name = newId();
  /** What it lacked then. */
  private awaited: ReadonlyMap<string, IncompleteStream['missing']> | undefined;

  constructor(
    private readonly worker: PartitionWorker,
    private readonly context: RefillContext,
  ) {}

  /** @returns where the partition goes on; undefined when it was taken away before */
  async run(): Promise<number | undefined> {
    while (!this.worker.isRevoked) {
      try {
        return await this.attempt();
      } catch (error) {
        this.wait(error);
        await this.worker.pause(this.retry.take());
      }
    }
    return undefined;
  }

  private async attempt(): Promise<number | undefined> {
    const { position = 0 } = this.context;
    const { first, partitions } = await this.standing();
    const from = Math.max(first, position);
    await this.untilKnown(from, partitions);
    this.worker.lacking = { state: 'catching-up' };
    if (!(await this.bringAll(partitions))) return undefined;
    if ((await this.standing()).first <= from) return from;
    this.name = newId();
    this.awaited = undefined;
    throw new Error('the broker has forgotten more meanwhile');
  }

  private async untilKnown(from: number, partitions: number): Promise<void> {
    const { archive, module, isAnew } = this.context;
    const incomplete = await archive.incomplete(
      module,
      { lane: this.worker.name, before: isAnew ? undefined : from, refill: this.name },
      this.worker.signal,
    );
    const mine = this.mine(incomplete, ({ streamId }) => streamId, partitions);
    this.awaited ??= new Map(mine.map(({ streamId, missing }) => [streamId, missing]));
    await this.reach(mine);
  }

  private async bringAll(partitions: number): Promise<boolean> {
    const { archive, module, subscriber, marks, marksPurged, crashPoints } = this.context;
    const wanted = subscriber.types === 'all' ? {} : { types: subscriber.types };
    const purged = await marksPurged();
    let after: PlaceInModule | undefined;
    do {
      const page: ArchivePage = await archive.events(module, wanted, after, this.worker.signal);
      const reach = await this.reach(this.mine(page.incomplete, ({ streamId }) => streamId, partitions));
      const mine = this.mine(page.items, ({ key }) => key, partitions);
      const handled = await marks([...new Set(mine.map(({ key }) => key))]);
      const lacking = mine.filter((message) => {
        const version = versionOf(message);
        return version > (handled.get(message.key) ?? 0) && version < (reach.get(message.key) ?? Infinity);
      });
      assertUnhandled(lacking, handled, purged);
      for (let done = 0; done < lacking.length; done += CHUNK) {
        if (!(await this.worker.bring(lacking.slice(done, done + CHUNK)))) return false;
        await crashPoints.reached('refill.brought');
      }
      after = page.next;
    } while (after && !this.worker.isRevoked);
    return !this.worker.isRevoked;
  }

  /**
   * @returns the first version of each of these streams that must not be brought
   * @throws while the archive lacks what is waited for
   */
  private async reach(incomplete: readonly IncompleteStream[]): Promise<ReadonlyMap<string, number>> {
    const reach = new Map<string, number>();
    if (incomplete.length === 0) return reach;
    const handled = await this.context.marks(incomplete.map(({ streamId }) => streamId));
    const lacking: string[] = [];
    for (const { streamId, missing } of incomplete) {
      const gaps = missing.filter(({ to }) => to > (handled.get(streamId) ?? 0));
      const awaited = gaps.find((gap) => this.awaits(streamId, gap, handled.get(streamId) ?? 0));
      if (awaited) lacking.push(`${streamId} ${awaited.from}–${awaited.to}`);
      else if (gaps[0]) reach.set(streamId, gaps[0].from);
    }
    if (lacking.length > 0)
      throw new Error(`the Event Store itself lacks versions of ${lacking.length} streams: ${lacking[0]}`);
    return reach;
  }

  private awaits(streamId: string, gap: Gap, handled: number): boolean {
    const awaited = this.awaited?.get(streamId) ?? [];
    return awaited.some(({ from, to }) => from <= gap.to && to >= gap.from && Math.min(to, gap.to) > handled);
  }

  private mine<T>(all: readonly T[], keyOf: (each: T) => string, partitions: number): T[] {
    return all.filter((each) => partitionOf(keyOf(each), partitions) === this.worker.partition);
  }

  private async standing(): Promise<{ first: number; partitions: number }> {
    const all = await this.context.offsets();
    const own = all.find(({ partition }) => partition === this.worker.partition);
    if (!own) throw new Error(`the broker does not know ${this.worker.name}`);
    return { first: own.first, partitions: all.length };
  }

  private wait(error: unknown): void {
    if (this.worker.isRevoked) return;
    const reason = error instanceof Error ? error.message : String(error);
    const { lacking } = this.worker;
    if (lacking?.state !== 'waiting' || lacking.reason !== reason)
      this.logger.warn(
        `"${this.context.subscriber.consumer.name}" waits to catch up with ${this.worker.name}: ${reason}.`,
      );
    this.worker.lacking = { state: 'waiting', reason };
  }
}

function versionOf({ headers }: EncodedMessage): number {
  return Number(headers['ce_streamversion']);
}

/** @throws when any of these may have been handled long ago by a consumer whose mark of it went since */
function assertUnhandled(
  messages: readonly EncodedMessage[],
  handled: ReadonlyMap<string, number>,
  purged: Date | undefined,
): void {
  if (!purged) return;
  const doubtful = messages.find((message) => {
    return !handled.has(message.key) && new Date(decodeEnvelope(message).time) < purged;
  });
  if (doubtful)
    throw new Error(
      `it cannot be told whether "${doubtful.key}" was handled, as marks from before ${purged.toISOString().slice(0, 10)} ` +
        'were removed when there was no Event Store; once "inbox_purge" of its module has no row of this consumer, what is not ' +
        'marked is handled',
    );
}
