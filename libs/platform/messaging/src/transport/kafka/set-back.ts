import { Logger } from '@nestjs/common';

import { goOnAt, type PartitionContext } from './assignment-context.js';
import type { CatchingUp } from './catching-up.js';
import { outOfRange, type PartitionOffsets } from './group-offsets.js';
import type { PartitionWorker } from './partition-worker.js';

/**
 * Partitions whose consumer was set back: its module was restored from a dump, and what it has handled since that was taken is as
 * if it had never come.
 */
export class SetBack {
  private readonly logger = new Logger('Kafka');
  /** Those that are read again, each up to where its group stood. */
  private readonly rewound = new WeakMap<PartitionWorker, number>();

  constructor(
    private readonly context: PartitionContext,
    private readonly catchingUp: CatchingUp,
  ) {}

  /**
   * Events are kept in the archive; of anything else there is what the broker still has.
   * @param lacks it was noted to lack something, wherever its group stands
   */
  begin(worker: PartitionWorker, found: PartitionOffsets, lacks: boolean): void {
    const { committed, end } = found;
    // A group that has no position may have lost it with the topic.
    const isAnew = lacks || committed === undefined || committed > end;
    const counts = !lacks && outOfRange(found, committed) === undefined;
    const refill = this.catchingUp.refillOf(worker, { isAnew, position: counts ? committed : undefined });
    if (!refill) {
      this.rewind(worker, found);
      return;
    }
    this.logger.warn(
      `"${this.context.subscriber.consumer.name}" was set back, and catches up with ${worker.name} from the Event Store.`,
    );
    worker.forgotten({ state: 'catching-up' });
    void this.catchingUp.begin(worker, refill);
  }

  /**
   * The broker may forget what is read again while it is: that is gone for it as what was gone before is, and is no reason to stay.
   * @returns whether it is read again
   */
  goesOn(worker: PartitionWorker, { first, end }: PartitionOffsets): boolean {
    const stood = this.rewound.get(worker);
    // In a topic that was made anew there is nothing that it had read.
    if (stood === undefined || stood > end) return false;
    this.readAgain(worker, first, stood);
    return true;
  }

  /** Everything before `next` is handled. */
  handled(worker: PartitionWorker, next: number): void {
    const stood = this.rewound.get(worker);
    if (stood === undefined || next < stood) return;
    this.rewound.delete(worker);
    const { lacking } = worker;
    void this.catchingUp.hasCaughtUp(worker).then(() => {
      // It may have been found since that the broker has forgotten what comes next.
      if (worker.lacking === lacking) worker.lacking = undefined;
    });
  }

  private rewind(worker: PartitionWorker, { first, end, committed }: PartitionOffsets): void {
    this.readAgain(worker, first, Math.min(committed ?? first, end));
  }

  private readAgain(worker: PartitionWorker, first: number, stood: number): void {
    goOnAt(this.context, worker, first);
    if (stood > first) {
      this.logger.warn(
        `"${this.context.subscriber.consumer.name}" was set back, and reads ${worker.name} again from ${first}.`,
      );
      this.rewound.set(worker, stood);
      worker.lacking = { state: 'catching-up' };
    } else {
      this.rewound.delete(worker);
      void this.catchingUp.hasCaughtUp(worker);
    }
  }
}
