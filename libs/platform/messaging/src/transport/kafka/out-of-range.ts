import { Logger } from '@nestjs/common';

import { goOnAt, type PartitionContext } from './assignment-context.js';
import type { CatchingUp } from './catching-up.js';
import { outOfRange, type PartitionOffsets } from './group-offsets.js';
import type { Inquiries } from './inquiries.js';
import type { PartitionWorker } from './partition-worker.js';
import type { SetBack } from './set-back.js';

/** Why a partition cannot go on with what the broker has. */
export interface Lack {
  readonly reason: string;
  /** Where its group stands, or it was itself. */
  readonly position: number | undefined;
  /** The topic is another one than the group has read. */
  readonly isAnew: boolean;
}

/** Partitions whose next messages the broker does not have: they stay where they are, and are brought what somebody else has. */
export class OutOfRange {
  private readonly logger = new Logger('Kafka');

  constructor(
    private readonly context: PartitionContext,
    private readonly inquiries: Inquiries,
    private readonly catchingUp: CatchingUp,
    private readonly setBack: SetBack,
  ) {}

  /** kafkajs has gone elsewhere: after an offset that is out of range, or with records of an assignment that is over. */
  gap(worker: PartitionWorker, offset: number): void {
    const { topic, partition, name, position } = worker;
    this.logger.debug(`${name} was given offset ${offset} instead of ${String(position)}`);
    void this.inquiries.ofBroker([worker], ([found]) => {
      // It may have been given what it waits for since.
      if (!found || worker.position === undefined || worker.position !== position) return;
      if (this.isForgotten(worker, found)) return;
      this.context.consumer.seek({ topic, partition, offset: String(position) });
    });
  }

  /** Looks whether the broker still has what comes at `position`. When it has not, the worker stays where it is. */
  isForgotten(worker: PartitionWorker, found: PartitionOffsets, position = worker.position): boolean {
    const reason = outOfRange(found, position);
    if (reason === undefined) return worker.forgottenMs > 0;
    if (worker.forgottenMs > 0) return true;
    if (this.setBack.goesOn(worker, found)) return true;
    const { subscriber } = this.context;
    if (subscriber.forgotten) {
      this.logger.warn(
        `"${subscriber.consumer.name}" goes on at ${found.first} in ${worker.name}: ${reason}.`,
      );
      goOnAt(this.context, worker, found.first);
      subscriber.forgotten(worker.name);
      return true;
    }
    this.stay(worker, { reason, position, isAnew: position !== undefined && position > found.end });
    return true;
  }

  /** Until it has been brought what it lacks; for good where nobody has that. */
  stay(worker: PartitionWorker, { reason, position, isAnew }: Lack): void {
    const { subscriber, group, committer } = this.context;
    const refill = this.catchingUp.refillOf(worker, { isAnew });
    if (refill)
      this.logger.warn(
        `"${subscriber.consumer.name}" catches up with ${worker.name} from the Event Store: ${reason}.`,
      );
    else
      this.logger.error(
        `Messages of ${worker.name} are lost to "${subscriber.consumer.name}": ${reason}. The partition stays where it is until ` +
          `they are there again, or until somebody gives its group "${group.group}" another position and starts it anew.`,
      );
    worker.forgotten(
      refill ? { state: 'catching-up' } : { state: 'none', reason: this.whyForGood(worker, reason) },
    );
    // kafkajs has told the group to begin elsewhere by now; the next process must find out as well. By the noted lack it does
    // where a position in a topic that is gone would be one in the middle of its successor some day.
    if (position !== undefined && !(refill && isAnew))
      committer.mark({ topic: worker.topic, partition: worker.partition, next: worker.done ?? position });
    if (refill) void this.catchingUp.begin(worker, refill);
  }

  private whyForGood(worker: PartitionWorker, reason: string): string {
    const { archive, names } = this.context;
    const isArchived = names.moduleOfEvents(worker.topic) !== undefined;
    return archive && !isArchived
      ? `${reason}; commands and replies are not archived, and their owner sends again what was not answered`
      : reason;
  }
}
