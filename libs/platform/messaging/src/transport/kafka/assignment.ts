import { Logger } from '@nestjs/common';
import type { CrashPoints } from '@platform/persistence';
import type { Consumer as KafkaConsumer, KafkaMessage } from 'kafkajs';

import type { EventArchive } from '../../archive/event-archive.js';
import type { LaneHistory } from '../../delivery/lacking-lanes.js';
import type { WantedTypes } from '../../log/log-reader.js';
import type { Subscriber } from '../transport.js';
import { type Group, type GroupOffsets, outOfRange, type PartitionOffsets } from './group-offsets.js';
import type { Membership } from './membership.js';
import type { OffsetCommitter } from './offset-committer.js';
import { PartitionWorker, type RetryMs, type WorkerHost } from './partition-worker.js';
import { Refill } from './refill.js';
import type { TopicNames } from './topic-names.js';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface AssignmentContext {
  readonly consumer: Pick<KafkaConsumer, 'pause' | 'resume' | 'seek'>;
  readonly membership: Membership;
  readonly committer: OffsetCommitter;
  readonly offsets: GroupOffsets;
  readonly group: Group;
  readonly subscriber: Subscriber;
  readonly retryMs: RetryMs;
  readonly names: TopicNames;
  readonly crashPoints: CrashPoints;
  /** Where events are kept that the broker has forgotten, if there is one. */
  readonly archive?: EventArchive | undefined;
}

const ASK_AGAIN_MS = 500;

/** The partitions that are this process's own, each with its worker. */
export class Assignment implements WorkerHost {
  readonly membership: Membership;
  readonly types: WantedTypes;
  readonly retryMs: RetryMs;
  private readonly logger = new Logger('Kafka');
  private readonly byName = new Map<string, PartitionWorker>();
  private readonly leaving = new Map<string, Promise<void>>();
  /** Partitions that are read again, each up to where its group stood. */
  private readonly rewound = new WeakMap<PartitionWorker, number>();
  /** Where those begin whose group has no position. */
  private readonly firsts = new Map<PartitionWorker, number>();
  private over = false;

  constructor(private readonly context: AssignmentContext) {
    this.membership = context.membership;
    this.types = context.subscriber.types;
    this.retryMs = context.retryMs;
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
    const added = partitions
      .filter((partition) => !this.includes(partition))
      .map((partition) => this.take(partition));
    this.logger.debug(
      `"${this.context.subscriber.consumer.name}" has ${names.size} partitions, ${added.length} of them new`,
    );
    void this.begin(added);
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

  /**
   * The group knows where a worker began before anything is handled: a process that died before its first position would be taken
   * for one whose group has lost it, and its successor would wait for the Event Store.
   */
  async opening(worker: PartitionWorker): Promise<void> {
    const next = this.firsts.get(worker);
    if (next === undefined) return;
    const { committer } = this.context;
    committer.mark({ topic: worker.topic, partition: worker.partition, next });
    await committer.flush();
    if (committer.owes(worker)) throw new Error('its group could not be told yet where it begins');
    this.firsts.delete(worker);
  }

  handled(worker: PartitionWorker, next: number): void {
    // A worker of an earlier assignment may still finish something: its partition is another's by now.
    if (this.byName.get(worker.name) !== worker) return;
    this.context.committer.mark({ topic: worker.topic, partition: worker.partition, next });
    const stood = this.rewound.get(worker);
    if (stood === undefined || next < stood) return;
    this.rewound.delete(worker);
    void this.caughtUp(worker).then(() => (worker.lacking = undefined));
  }

  /** kafkajs has gone elsewhere: after an offset that is out of range, or with records of an assignment that is over. */
  gap(worker: PartitionWorker, offset: number): void {
    const { topic, partition, name, position } = worker;
    this.logger.debug(`${name} was given offset ${offset} instead of ${String(position)}`);
    void this.insist([worker], ([found]) => {
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
    const { subscriber } = this.context;
    if (subscriber.forgotten) {
      this.logger.warn(
        `"${subscriber.consumer.name}" goes on at ${found.first} in ${worker.name}: ${reason}.`,
      );
      this.goOnAt(worker, found.first);
      subscriber.forgotten(worker.name);
      return true;
    }
    this.forgotten(worker, reason, position, position !== undefined && position > found.end);
    return true;
  }

  /** @param isAnew the topic is another one than the group has read */
  private forgotten(
    worker: PartitionWorker,
    reason: string,
    position: number | undefined,
    isAnew: boolean,
  ): void {
    const { subscriber, group, committer } = this.context;
    const refill = this.refillOf(worker, isAnew);
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
    if (refill) void this.catchUp(worker, refill);
  }

  private whyForGood(worker: PartitionWorker, reason: string): string {
    const { archive, names } = this.context;
    const isArchived = names.moduleOfEvents(worker.topic) !== undefined;
    return archive && !isArchived
      ? `${reason}; commands and replies are not archived, and their owner sends again what was not answered`
      : reason;
  }

  /** Undefined where nobody has what was forgotten: there is no archive, or it was commands or replies. */
  private refillOf(
    worker: PartitionWorker,
    isAnew: boolean,
    { position }: { readonly position?: number | undefined } = {},
  ): Refill | undefined {
    const { archive, subscriber, offsets, group, names } = this.context;
    const module = names.moduleOfEvents(worker.topic);
    if (!archive || !subscriber.marks || module === undefined) return undefined;
    return new Refill(worker, {
      ...{ archive, module, subscriber, isAnew, position, crashPoints: this.context.crashPoints },
      marksPurged: async () => subscriber.marksPurged?.(module),
      marks: async (streamIds) => (await subscriber.marks?.(module, streamIds)) ?? new Map(),
      offsets: async () =>
        (await offsets.read([{ group: group.group, topics: [worker.topic] }])).get(group.group) ?? [],
    });
  }

  private async catchUp(worker: PartitionWorker, refill: Refill): Promise<void> {
    const { subscriber } = this.context;
    let lack: string | undefined;
    const position = await worker.catchUp(async () => {
      // Written down before anything is brought.
      lack = await this.ask(worker, async () => subscriber.noteLack?.(worker.name));
      const end = await refill.run();
      if (end !== undefined) await this.caughtUp(worker);
      return end;
    });
    if (position === undefined || worker.isRevoked || this.over) return;
    this.logger.log(
      `"${subscriber.consumer.name}" has caught up with ${worker.name} and goes on at ${position}.`,
    );
    // Not before the group has that position: until then the lack is what tells the next process that this one does not count.
    this.goOnAt(worker, position, () => void this.endLack(worker, lack));
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

  /** Elsewhere than its group says. What it has in hand precedes it. */
  private goOnAt(worker: PartitionWorker, offset: number, committed?: () => void): void {
    const { topic, partition } = worker;
    this.context.consumer.seek({ topic, partition, offset: String(offset) });
    worker.begin(offset);
    this.context.committer.mark({ topic, partition, next: offset }, committed);
  }

  private take({ topic, partition }: TopicPartition): PartitionWorker {
    // Not fetched before it is known where: kafkajs would answer an offset out of range by another one.
    this.context.consumer.pause([{ topic, partitions: [partition] }]);
    const name = nameOf({ topic, partition });
    const lane = this.context.subscriber.lane(name);
    const worker = new PartitionWorker(
      topic,
      partition,
      lane,
      this,
      this.leaving.get(name) ?? Promise.resolve(),
    );
    this.byName.set(name, worker);
    return worker;
  }

  private letGo(worker: PartitionWorker): void {
    this.byName.delete(worker.name);
    this.firsts.delete(worker);
    const gone = worker.revoke().finally(() => {
      if (this.leaving.get(worker.name) === gone) this.leaving.delete(worker.name);
    });
    this.leaving.set(worker.name, gone);
  }

  private async begin(workers: readonly PartitionWorker[]): Promise<void> {
    const opened = await this.opened(workers);
    await this.insist(workers, (offsets) => {
      for (const worker of workers) {
        const found = offsets.find((each) => nameOf(each) === worker.name);
        if (found) void this.beginAt(worker, found, opened.get(worker.name));
      }
    });
  }

  /**
   * A group that has no position is new, or has lost it; with its topic, perhaps, of which nothing can be told that it held
   * before. Its consumer knows whether it has handled any of it, and whether it lacks something wherever its group stands.
   */
  private async beginAt(
    worker: PartitionWorker,
    found: PartitionOffsets,
    history: LaneHistory | undefined,
  ): Promise<void> {
    const { archive, subscriber, names } = this.context;
    const { restored } = subscriber;
    const isSetBack = restored && (await this.ask(worker, () => restored.lacks(worker.name)));
    if (this.over || worker.isRevoked || worker.position !== undefined) return;
    const { committed, first } = found;
    if (isSetBack) this.restored(worker, found, history?.lacks ?? false);
    else if (history?.lacks) {
      const reason = archive
        ? 'it has yet to be brought what it lacks'
        : 'it lacks what an Event Store was to bring it, and there is none';
      this.forgotten(worker, reason, committed, true);
    } else if (history && archive && committed === undefined)
      this.forgotten(worker, 'its group has lost its position', undefined, true);
    else if (!this.isForgotten(worker, found, committed)) {
      const isArchived = archive && names.moduleOfEvents(worker.topic) !== undefined;
      if (isArchived && committed === undefined) this.firsts.set(worker, first);
      worker.begin(committed ?? first);
    }
  }

  /**
   * Its module was restored from a dump, and what it has handled since that was taken is as if it had never come. Events are kept in
   * the archive; of anything else there is what the broker still has.
   */
  private restored(worker: PartitionWorker, found: PartitionOffsets, lacks: boolean): void {
    const { subscriber } = this.context;
    const { committed, end } = found;
    const isAnew = lacks || (committed !== undefined && committed > end);
    const counts = !lacks && outOfRange(found, committed) === undefined;
    const refill = this.refillOf(worker, isAnew, { position: counts ? committed : undefined });
    if (refill) {
      this.logger.warn(
        `"${subscriber.consumer.name}" was set back, and catches up with ${worker.name} from the Event Store.`,
      );
      worker.forgotten({ state: 'catching-up' });
      void this.catchUp(worker, refill);
      return;
    }
    const stood = Math.min(found.committed ?? found.first, found.end);
    this.goOnAt(worker, found.first);
    if (stood > found.first) {
      this.logger.warn(
        `"${subscriber.consumer.name}" was set back, and reads ${worker.name} again from ${found.first}.`,
      );
      this.rewound.set(worker, stood);
      worker.lacking = { state: 'catching-up' };
    } else void this.caughtUp(worker);
  }

  private async caughtUp(worker: PartitionWorker): Promise<void> {
    await this.ask(
      worker,
      () => this.context.subscriber.restored?.caughtUp(worker.name) ?? Promise.resolve(),
    );
  }

  /** What is known of the lanes of events among these that were opened before. */
  private async opened(workers: readonly PartitionWorker[]): Promise<ReadonlyMap<string, LaneHistory>> {
    const { subscriber, names } = this.context;
    const archived = workers.filter(({ topic }) => names.moduleOfEvents(topic) !== undefined);
    const lanes = archived.map(({ name }) => name);
    return (await this.ask(archived, async () => subscriber.opened?.(lanes))) ?? new Map();
  }

  /** Asks the consumer's database until it answers. @returns nothing when all these partitions were taken away before */
  private async ask<T>(
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

  /** Asks where these partitions stand until it is told, as long as one of them is ours. */
  private async insist(
    workers: readonly PartitionWorker[],
    then: (offsets: readonly PartitionOffsets[]) => void,
  ): Promise<void> {
    const { offsets, group } = this.context;
    const topics = [...new Set(workers.map(({ topic }) => topic))];
    while (!this.isOver() && workers.some(({ isRevoked }) => !isRevoked)) {
      try {
        const found = (await offsets.read([{ group: group.group, topics }])).get(group.group) ?? [];
        if (!this.isOver()) then(found.filter((each) => workers.some(({ name }) => name === nameOf(each))));
        return;
      } catch (error) {
        this.logger.debug(`"${group.group}" asks again where it stands: ${String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
      }
    }
  }

  private isOver(): boolean {
    return this.over;
  }
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
