import type { OffsetCommitter } from './offset-committer.js';
import type { PartitionWorker } from './partition-worker.js';

/**
 * Where partitions begin whose group has no position. The group knows that before anything is handled: a process that died before
 * its first position would be taken for one whose group has lost it, and its successor would wait for the Event Store.
 */
export class FirstPositions {
  private readonly untold = new Map<PartitionWorker, number>();

  constructor(private readonly committer: OffsetCommitter) {}

  note(worker: PartitionWorker, first: number): void {
    this.untold.set(worker, first);
  }

  /** @throws while the group cannot be told */
  async tell(worker: PartitionWorker): Promise<void> {
    const first = this.untold.get(worker);
    if (first === undefined) return;
    // What was not for its consumer was passed by without that.
    const next = worker.done ?? first;
    this.committer.mark({ topic: worker.topic, partition: worker.partition, next });
    // A broker that does not answer holds up nobody who waits for the partition to be let go.
    await Promise.race([this.committer.flush(), aborted(worker.signal)]);
    // Of a partition that was taken away nothing is owed any more, whether it was told or not.
    if (worker.isRevoked || this.committer.owes(worker))
      throw new Error('its group could not be told yet where it begins');
    this.untold.delete(worker);
  }

  /** The partition was taken away. */
  drop(worker: PartitionWorker): void {
    this.untold.delete(worker);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
