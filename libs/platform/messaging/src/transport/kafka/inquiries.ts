import { Logger } from '@nestjs/common';

import { nameOf, type PartitionContext } from './assignment-context.js';
import type { PartitionOffsets } from './group-offsets.js';
import type { PartitionWorker } from './partition-worker.js';

const ASK_AGAIN_MS = 500;

/** Questions about partitions that are asked until they are answered, or until none of these partitions is ours any more. */
export class Inquiries {
  private readonly logger = new Logger('Kafka');

  constructor(private readonly context: PartitionContext) {}

  /** Asks the consumer's database. @returns nothing when all these partitions were taken away before it answered */
  async ofConsumer<T>(
    workers: PartitionWorker | readonly PartitionWorker[],
    question: () => Promise<T>,
  ): Promise<T | undefined> {
    for (;;) {
      const left = [workers].flat().find(({ isRevoked }) => !isRevoked);
      if (!left) return undefined;
      try {
        return await question();
      } catch (error) {
        this.logger.debug(
          `The database of "${this.context.subscriber.consumer.name}" is asked again: ${String(error)}`,
        );
        await left.pause(ASK_AGAIN_MS);
      }
    }
  }

  /** Asks the broker where these partitions stand. */
  async ofBroker(
    workers: readonly PartitionWorker[],
    then: (offsets: readonly PartitionOffsets[]) => void,
  ): Promise<void> {
    const { offsets, group, isOver } = this.context;
    const topics = [...new Set(workers.map(({ topic }) => topic))];
    for (let left = workers; ;) {
      left = left.filter(({ isRevoked }) => !isRevoked);
      if (isOver() || left.length === 0) return;
      try {
        const found = (await offsets.read([{ group: group.group, topics }])).get(group.group) ?? [];
        if (isOver()) return;
        const ours = left.filter(({ isRevoked }) => !isRevoked);
        then(found.filter((each) => ours.some(({ name }) => name === nameOf(each))));
        // Topics grow, and not everybody hears of it at the same time.
        left = ours.filter(({ name }) => !found.some((each) => nameOf(each) === name));
        if (left[0]) throw new Error(`the broker does not know ${left[0].name}`);
        return;
      } catch (error) {
        this.logger.debug(`"${group.group}" asks again where it stands: ${String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
      }
    }
  }
}
