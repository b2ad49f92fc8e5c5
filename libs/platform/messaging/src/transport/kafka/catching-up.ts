import { Logger } from '@nestjs/common';

import { goOnAt, type PartitionContext } from './assignment-context.js';
import type { Inquiries } from './inquiries.js';
import type { PartitionWorker } from './partition-worker.js';
import { Refill } from './refill.js';

/** What is known of the topic whose partition is refilled. */
export interface RefillFrom {
  /** The topic is another one than the group has read. */
  readonly isAnew: boolean;
  /** Where its group stands, as far as the broker still has that. */
  readonly position?: number | undefined;
}

/** Has partitions brought what they lack from the archive, and notes for all processes that they lack it, until they do not. */
export class CatchingUp {
  private readonly logger = new Logger('Kafka');

  constructor(
    private readonly context: PartitionContext,
    private readonly inquiries: Inquiries,
  ) {}

  /** Undefined where nobody has what is lacking: there is no archive, or it was commands or replies. */
  refillOf(worker: PartitionWorker, from: RefillFrom): Refill | undefined {
    const { archive, subscriber, offsets, group, names, crashPoints } = this.context;
    const module = names.moduleOfEvents(worker.topic);
    if (!archive || !subscriber.marks || module === undefined) return undefined;
    return new Refill(worker, {
      ...{ archive, module, subscriber, crashPoints, ...from },
      marksPurged: async () => subscriber.marksPurged?.(module),
      marks: async (streamIds) => (await subscriber.marks?.(module, streamIds)) ?? new Map(),
      offsets: async () =>
        (await offsets.read([{ group: group.group, topics: [worker.topic] }])).get(group.group) ?? [],
    });
  }

  /** By `refill`, from when the worker has nothing in hand any more; then it goes on. */
  async begin(worker: PartitionWorker, refill: Refill): Promise<void> {
    const { subscriber, isOver } = this.context;
    let lack: string | undefined;
    const position = await worker.catchUp(async () => {
      // Written down before anything is brought.
      lack = await this.inquiries.ofConsumer(worker, async () => subscriber.noteLack?.(worker.name));
      const end = await refill.run();
      if (end !== undefined) await this.hasCaughtUp(worker);
      return end;
    });
    if (position === undefined || worker.isRevoked || isOver()) return;
    this.logger.log(
      `"${subscriber.consumer.name}" has caught up with ${worker.name} and goes on at ${position}.`,
    );
    // Not before the group has that position: until then the lack is what tells the next process that this one does not count.
    goOnAt(this.context, worker, position, () => void this.endLack(worker, lack));
  }

  /** Notes that what was delivered there before its module was restored has been delivered again. */
  async hasCaughtUp(worker: PartitionWorker): Promise<void> {
    const { restored } = this.context.subscriber;
    await this.inquiries.ofConsumer(worker, async () => restored?.caughtUp(worker.name));
  }

  private async endLack(worker: PartitionWorker, lack: string | undefined): Promise<void> {
    if (lack === undefined) return;
    try {
      await this.context.subscriber.lackIsOver?.(worker.name, lack);
    } catch (error) {
      // It is found once more at the next start, and nothing is doubled by that.
      this.logger.debug(`It cannot be noted that ${worker.name} lacks nothing any more: ${String(error)}`);
    }
  }
}
