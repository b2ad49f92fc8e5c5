import { Logger } from '@nestjs/common';
import type { CrashPoints } from '@platform/persistence';
import { Partitioners } from 'kafkajs';

import type { EventArchive, IncompleteStream, PlaceInModule } from '../../archive/event-archive.js';
import type { EncodedMessage } from '../../envelope/cloud-events.js';
import { GrowingPause } from '../../relay/growing-pause.js';
import type { Subscriber } from '../transport.js';
import type { PartitionOffsets } from './group-offsets.js';
import { CHUNK, type PartitionWorker } from './partition-worker.js';

export interface RefillContext {
  readonly archive: EventArchive;
  /** The module whose events the partition holds. */
  readonly module: string;
  readonly subscriber: Pick<Subscriber, 'consumer' | 'types'>;
  /** The last version of each of these streams that the consumer has handled. */
  readonly marks: (streamIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** Where all partitions of the topic stand. @throws while the broker cannot be asked */
  readonly offsets: () => Promise<readonly PartitionOffsets[]>;
  readonly crashPoints: CrashPoints;
  /** The topic is another one than the group has read: its offsets say nothing of what came before it. */
  readonly isAnew: boolean;
  /** Where its group stands, as far as the broker still has that: what comes before it is brought, too. */
  readonly position?: number | undefined;
}

const PAUSE_MS = { first: 500, longest: 10_000 };
const partitioner = Partitioners.DefaultPartitioner();

/**
 * Brings a consumer what a partition has forgotten, from the archive, and says where it goes on at the broker.
 *
 * Nothing is missed: the archive first says that it knows everything before the record that the partition goes on at, and only
 * then is read; what was published from that record on comes by the broker. Nothing is doubled, and no order broken: streams are read by
 * version from their inbox marks on and delivered as the partition's records are, and what comes again at the broker is below
 * the mark. Where the archive lacks a version that the mark is not past, nothing after it is handled.
 */
export class Refill {
  private readonly logger = new Logger('Kafka');
  private readonly retry = new GrowingPause(PAUSE_MS);

  constructor(
    private readonly worker: PartitionWorker,
    private readonly context: RefillContext,
  ) {}

  /** @returns where the partition goes on; undefined when it was taken away before */
  async run(): Promise<number | undefined> {
    while (!this.worker.isRevoked) {
      try {
        const position = await this.attempt();
        if (position !== 'again') return position;
      } catch (error) {
        this.wait(error);
        await this.worker.pause(this.retry.take());
      }
    }
    return undefined;
  }

  private async attempt(): Promise<number | 'again' | undefined> {
    const { archive, module, isAnew, position = 0 } = this.context;
    const { first, partitions } = await this.standing();
    const from = Math.max(first, position);
    const incomplete = await archive.incomplete(module, {
      lane: this.worker.name,
      before: isAnew ? undefined : from,
    });
    await this.refuse(incomplete, partitions);
    this.worker.recovery = { state: 'catching-up' };
    if (!(await this.bringAll(partitions))) return undefined;
    // The broker may have forgotten more meanwhile.
    return (await this.standing()).first > from ? 'again' : from;
  }

  private async bringAll(partitions: number): Promise<boolean> {
    const { archive, module, subscriber, marks, crashPoints } = this.context;
    const wanted = subscriber.types === 'all' ? {} : { types: subscriber.types };
    let after: PlaceInModule | undefined;
    do {
      const page = await archive.events(module, wanted, after);
      await this.refuse(page.incomplete, partitions);
      const mine = page.items.filter(({ key }) => this.isMine(key, partitions));
      const handled = await marks([...new Set(mine.map(({ key }) => key))]);
      const lacking = mine.filter((message) => versionOf(message) > (handled.get(message.key) ?? 0));
      for (let done = 0; done < lacking.length; done += CHUNK) {
        if (!(await this.worker.bring(lacking.slice(done, done + CHUNK)))) return false;
        await crashPoints.reached('refill.brought');
      }
      after = page.next;
    } while (after && !this.worker.isRevoked);
    return !this.worker.isRevoked;
  }

  /** @throws when the archive lacks what this partition would have brought */
  private async refuse(incomplete: readonly IncompleteStream[], partitions: number): Promise<void> {
    const mine = incomplete.filter(({ streamId }) => this.isMine(streamId, partitions));
    if (mine.length === 0) return;
    const handled = await this.context.marks(mine.map(({ streamId }) => streamId));
    const lacking = mine.flatMap(({ streamId, missing }) => {
      const gap = missing.find(({ to }) => to > (handled.get(streamId) ?? 0));
      return gap ? [`${streamId} ${gap.from}–${gap.to}`] : [];
    });
    if (lacking.length > 0)
      throw new Error(`the Event Store itself lacks versions of ${lacking.length} streams: ${lacking[0]}`);
  }

  private async standing(): Promise<{ first: number; partitions: number }> {
    const all = await this.context.offsets();
    const own = all.find(({ partition }) => partition === this.worker.partition);
    if (!own) throw new Error(`the broker does not know ${this.worker.name}`);
    return { first: own.first, partitions: all.length };
  }

  /** As the outlets partition. */
  private isMine(key: string, partitions: number): boolean {
    const metadata = { partitionErrorCode: 0, leader: 0, replicas: [], isr: [] };
    const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
      ...metadata,
      partitionId,
    }));
    const message = { key, value: '' };
    return partitioner({ topic: this.worker.topic, partitionMetadata, message }) === this.worker.partition;
  }

  private wait(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const { recovery } = this.worker;
    if (recovery?.state !== 'waiting' || recovery.reason !== reason)
      this.logger.warn(
        `"${this.context.subscriber.consumer.name}" waits to catch up with ${this.worker.name}: ${reason}.`,
      );
    this.worker.recovery = { state: 'waiting', reason };
  }
}

function versionOf({ headers }: EncodedMessage): number {
  return Number(headers['ce_streamversion']);
}
