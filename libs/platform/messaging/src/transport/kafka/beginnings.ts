import type { LaneHistory } from '../../delivery/lacking-lanes.js';
import { nameOf, type PartitionContext } from './assignment-context.js';
import type { FirstPositions } from './first-positions.js';
import type { PartitionOffsets } from './group-offsets.js';
import type { Inquiries } from './inquiries.js';
import type { OutOfRange } from './out-of-range.js';
import type { PartitionWorker } from './partition-worker.js';
import type { SetBack } from './set-back.js';

/** What may keep a partition from beginning where its group stands. */
export interface Obstacles {
  readonly inquiries: Inquiries;
  readonly firstPositions: FirstPositions;
  readonly outOfRange: OutOfRange;
  readonly setBack: SetBack;
}

/**
 * Decides where partitions begin that were just assigned. A group that has no position is new, or has lost it; with its topic,
 * perhaps, of which nothing can be told that it held before. Its consumer knows whether it has handled any of it, whether it lacks
 * something wherever its group stands, and whether it was set back.
 */
export class Beginnings {
  constructor(
    private readonly context: PartitionContext,
    private readonly obstacles: Obstacles,
  ) {}

  async begin(workers: readonly PartitionWorker[]): Promise<void> {
    const histories = await this.historiesOf(workers);
    await this.obstacles.inquiries.ofBroker(workers, (offsets) => {
      for (const worker of workers) {
        const found = offsets.find((each) => nameOf(each) === worker.name);
        if (found) void this.beginAt(worker, found, histories.get(worker.name));
      }
    });
  }

  private async beginAt(
    worker: PartitionWorker,
    found: PartitionOffsets,
    history: LaneHistory | undefined,
  ): Promise<void> {
    const { archive, names, isOver } = this.context;
    const { firstPositions, outOfRange, setBack } = this.obstacles;
    const isSetBack = await this.wasSetBack(worker);
    if (isOver() || worker.isRevoked || worker.position !== undefined) return;
    const { committed: position, first } = found;
    // What follows a lack must not be handled before it, set back or not.
    if (isSetBack && !(history?.lacks && !archive)) setBack.begin(worker, found, history?.lacks ?? false);
    else if (history?.lacks) {
      const reason = archive
        ? 'it has yet to be brought what it lacks'
        : 'it lacks what an Event Store was to bring it, and there is none';
      outOfRange.stay(worker, { reason, position, isAnew: true });
    } else if (history && archive && position === undefined)
      outOfRange.stay(worker, { reason: 'its group has lost its position', position, isAnew: true });
    else if (!outOfRange.isForgotten(worker, found, position)) {
      const isArchived = archive && names.moduleOfEvents(worker.topic) !== undefined;
      if (isArchived && position === undefined) firstPositions.note(worker, first);
      worker.begin(position ?? first);
    }
  }

  private async wasSetBack(worker: PartitionWorker): Promise<boolean> {
    const { restored } = this.context.subscriber;
    if (!restored) return false;
    return (await this.obstacles.inquiries.ofConsumer(worker, () => restored.lacks(worker.name))) ?? false;
  }

  /** Of those of events among these that were opened before, by any process. */
  private async historiesOf(workers: readonly PartitionWorker[]): Promise<ReadonlyMap<string, LaneHistory>> {
    const { subscriber, names } = this.context;
    const archived = workers.filter(({ topic }) => names.moduleOfEvents(topic) !== undefined);
    const lanes = archived.map(({ name }) => name);
    const ask = async () => subscriber.opened?.(lanes);
    return (await this.obstacles.inquiries.ofConsumer(archived, ask)) ?? new Map();
  }
}
