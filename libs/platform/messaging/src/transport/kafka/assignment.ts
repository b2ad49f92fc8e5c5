import { Logger } from '@nestjs/common';
import type { KafkaMessage } from 'kafkajs';

import type { WantedTypes } from '../../log/log-reader.js';
import { type AssignmentContext, nameOf, type TopicPartition } from './assignment-context.js';
import { Beginnings } from './beginnings.js';
import { CatchingUp } from './catching-up.js';
import { FirstPositions } from './first-positions.js';
import type { PartitionOffsets } from './group-offsets.js';
import { Inquiries } from './inquiries.js';
import type { Membership } from './membership.js';
import { OutOfRange } from './out-of-range.js';
import { PartitionWorker, type RetryMs, type WorkerHost } from './partition-worker.js';
import { SetBack } from './set-back.js';

/** The partitions that are this process's own, each with its worker. */
export class Assignment implements WorkerHost {
  readonly membership: Membership;
  readonly types: WantedTypes;
  readonly retryMs: RetryMs;
  private readonly logger = new Logger('Kafka');
  private readonly byName = new Map<string, PartitionWorker>();
  private readonly leaving = new Map<string, Promise<void>>();
  private readonly firstPositions: FirstPositions;
  private readonly outOfRange: OutOfRange;
  private readonly setBack: SetBack;
  private readonly beginnings: Beginnings;
  private over = false;

  constructor(private readonly context: AssignmentContext) {
    this.membership = context.membership;
    this.types = context.subscriber.types;
    this.retryMs = context.retryMs;
    const ofPartitions = { ...context, isOver: () => this.over };
    const inquiries = new Inquiries(ofPartitions);
    const catchingUp = new CatchingUp(ofPartitions, inquiries);
    this.firstPositions = new FirstPositions(context.committer);
    this.setBack = new SetBack(ofPartitions, catchingUp);
    this.outOfRange = new OutOfRange(ofPartitions, inquiries, catchingUp, this.setBack);
    const { firstPositions, outOfRange, setBack } = this;
    this.beginnings = new Beginnings(ofPartitions, { inquiries, firstPositions, outOfRange, setBack });
  }

  get workers(): readonly PartitionWorker[] {
    return [...this.byName.values()];
  }

  includes(partition: TopicPartition): boolean {
    return this.byName.has(nameOf(partition));
  }

  /** Workers of partitions that stay go on; those of others finish what they have in hand. */
  replace(partitions: readonly TopicPartition[]): void {
    const names = new Set(partitions.map(nameOf));
    for (const worker of this.workers) if (!names.has(worker.name)) this.letGo(worker);
    // A member that leaves while the group is shared out is still given a share.
    const wanted = this.over ? [] : partitions.filter((partition) => !this.includes(partition));
    const added = wanted.map((partition) => this.take(partition));
    this.logger.debug(
      `"${this.context.subscriber.consumer.name}" has ${names.size} partitions, ${added.length} of them new`,
    );
    void this.beginnings.begin(added);
  }

  /** @returns as the worker's `accept` */
  accept(partition: TopicPartition, records: readonly KafkaMessage[]): Promise<void> | undefined {
    return this.byName.get(nameOf(partition))?.accept(records);
  }

  /** Resolves when nothing is in hand any more. */
  async end(): Promise<void> {
    this.over = true;
    await Promise.all(this.workers.map((worker) => worker.revoke()));
    await Promise.all(this.leaving.values());
  }

  hold({ topic, partition }: PartitionWorker, held: boolean): void {
    if (!this.over) this.context.consumer[held ? 'pause' : 'resume']([{ topic, partitions: [partition] }]);
  }

  opening(worker: PartitionWorker): Promise<void> {
    return this.firstPositions.tell(worker);
  }

  handled(worker: PartitionWorker, next: number): void {
    // A worker of an earlier assignment may still finish something: its partition is another's by now.
    if (this.byName.get(worker.name) !== worker) return;
    this.context.committer.mark({ topic: worker.topic, partition: worker.partition, next });
    this.setBack.handled(worker, next);
  }

  gap(worker: PartitionWorker, offset: number): void {
    this.outOfRange.gap(worker, offset);
  }

  /** Looks whether the broker still has what comes next. When it has not, the worker stays where it is. */
  isForgotten(worker: PartitionWorker, found: PartitionOffsets): boolean {
    return this.outOfRange.isForgotten(worker, found);
  }

  private take({ topic, partition }: TopicPartition): PartitionWorker {
    // Not fetched before it is known where: kafkajs would answer an offset out of range by another one.
    this.context.consumer.pause([{ topic, partitions: [partition] }]);
    const name = nameOf({ topic, partition });
    const lane = this.context.subscriber.lane(name);
    const before = this.leaving.get(name) ?? Promise.resolve();
    const worker = new PartitionWorker(topic, partition, lane, this, before);
    this.byName.set(name, worker);
    return worker;
  }

  private letGo(worker: PartitionWorker): void {
    this.byName.delete(worker.name);
    this.firstPositions.drop(worker);
    const gone = worker.revoke().finally(() => {
      if (this.leaving.get(worker.name) === gone) this.leaving.delete(worker.name);
    });
    this.leaving.set(worker.name, gone);
  }
}
