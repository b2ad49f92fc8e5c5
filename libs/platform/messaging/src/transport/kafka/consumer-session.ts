import { Logger } from '@nestjs/common';
import {
  type Consumer as KafkaConsumer,
  type Kafka,
  PartitionAssigners,
  type PartitionAssigner,
} from 'kafkajs';
import type { CrashPoints } from '@platform/persistence';

import type { Subscriber } from '../transport.js';
import { type Group, type GroupOffsets, outOfRange, type PartitionOffsets } from './group-offsets.js';
import { Membership } from './membership.js';
import { OffsetCommitter, type Position, type SendPositions } from './offset-committer.js';
import { PartitionWorker, type WorkerHost } from './partition-worker.js';
import { withinLimit } from './time-limit.js';

export interface SessionContext {
  readonly kafka: Kafka;
  readonly offsets: GroupOffsets;
  readonly group: Group;
  readonly subscriber: Subscriber;
  readonly crashPoints: CrashPoints;
  /** Pauses of a partition whose messages cannot be handled for now. */
  readonly retryMs: { readonly first: number; readonly longest: number };
}

/** The least that a broker takes by default. A member that died holds its partitions for as long. */
const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_MS = 1_000;
const REBALANCE_TIMEOUT_MS = 30_000;
/**
 * How long the broker holds a fetch when there is nothing; it answers at once when something comes, so this is no latency. It
 * bounds how late a heartbeat is, and how long a stop takes.
 */
const MAX_WAIT_MS = 500;
const RETRY_MS = 500;
const DISCONNECT_LIMIT_MS = 5_000;

/**
 * One life of a kafkajs consumer: from its connection until it crashes, is told to end, or is found to be stuck. Then it is thrown
 * away, and another takes its place.
 *
 * kafkajs fetches again only when everything of the last fetch is dealt with. So `eachBatch` merely hands records over to the
 * partition's worker; the loop goes on, and its heartbeats with it, however long a handler takes.
 *
 * In a rebalance: no worker begins a chunk from the moment it is known, what is in hand is finished, positions are committed
 * until this member asks to join, and none after that until it has its new assignment; then only those of partitions in it.
 */
export class ConsumerSession implements WorkerHost {
  readonly membership = new Membership(SESSION_TIMEOUT_MS);
  private readonly logger = new Logger('Kafka');
  private readonly consumer: KafkaConsumer;
  private readonly committer: OffsetCommitter;
  private readonly workers = new Map<string, PartitionWorker>();
  private readonly leaving = new Map<string, Promise<void>>();
  private readonly ended = Promise.withResolvers<string>();
  private send: SendPositions | undefined;
  private over = false;

  constructor(private readonly context: SessionContext) {
    this.consumer = context.kafka.consumer({
      groupId: context.group.group,
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      maxWaitTimeInMs: MAX_WAIT_MS,
      minBytes: 1,
      allowAutoTopicCreation: false,
      partitionAssigners: [this.assigner()],
      // kafkajs would start the same client again; we make a new one, in one way for every kind of end.
      retry: {
        retries: 3,
        initialRetryTime: 100,
        maxRetryTime: 1_000,
        restartOnFailure: () => Promise.resolve(false),
      },
    });
    this.committer = new OffsetCommitter(
      async (positions) => this.send?.(positions),
      (position) => this.membership.isJoined && this.isMine(position),
      context.crashPoints,
    );
  }

  get types(): ReadonlySet<string> {
    return this.context.subscriber.types;
  }

  get retryMs(): SessionContext['retryMs'] {
    return this.context.retryMs;
  }

  get assigned(): readonly PartitionWorker[] {
    return [...this.workers.values()];
  }

  /** Runs until it ends, and says why. */
  async run(): Promise<string> {
    const { events } = this.consumer;
    this.consumer.on(events.REBALANCING, () => this.drain());
    this.consumer.on(events.GROUP_JOIN, ({ payload }) => this.joined(payload.memberAssignment));
    this.consumer.on(events.HEARTBEAT, () => this.membership.confirmed());
    this.consumer.on(events.CRASH, ({ payload }) => this.end(payload.error.message));
    try {
      await this.consumer.connect();
      await this.consumer.subscribe({ topics: [...this.context.group.topics], fromBeginning: true });
      await this.consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: true,
        eachBatch: (payload) => {
          const { batch } = payload;
          // Unlike the consumer's own `commitOffsets` this does not try again, which after a rebalance would be as another member.
          this.send = (positions) => payload.commitOffsetsIfNecessary(byTopic(positions));
          this.workers.get(`${batch.topic}/${batch.partition}`)?.accept(batch.messages);
          return Promise.resolve();
        },
      });
      return await this.ended.promise;
    } finally {
      await this.close();
    }
  }

  end(reason: string): void {
    this.ended.resolve(reason);
  }

  hold({ topic, partition }: PartitionWorker, held: boolean): void {
    if (this.over) return;
    this.consumer[held ? 'pause' : 'resume']([{ topic, partitions: [partition] }]);
  }

  handled(worker: PartitionWorker, next: number): void {
    const position = { topic: worker.topic, partition: worker.partition, next };
    if (this.isMine(position)) this.committer.mark(position);
  }

  /** kafkajs has gone elsewhere: after an offset that is out of range, or with records of an assignment that is over. */
  gap(worker: PartitionWorker, offset: number): void {
    this.logger.debug(`${worker.name} was given offset ${offset} instead of ${String(worker.position)}`);
    void this.insist(worker, async () => {
      const [found] = await this.offsetsOf([worker]);
      if (found === undefined || worker.position === undefined) return;
      if (!this.inspect(worker, found))
        this.consumer.seek({
          topic: worker.topic,
          partition: worker.partition,
          offset: String(worker.position),
        });
    });
  }

  /** Looks whether the broker still has what comes next. @returns true when it has not; the partition then stays where it is */
  inspect(worker: PartitionWorker, found: PartitionOffsets, position = worker.position): boolean {
    const reason = outOfRange(found, position);
    if (reason === undefined) return false;
    if (worker.forgottenMs === 0) {
      this.logger.error(
        `Messages of ${worker.name} are lost to "${this.context.subscriber.consumer.name}": ${reason}. The partition stays where it is ` +
          `until they are there again, or until somebody gives its group "${this.context.group.group}" another position.`,
      );
      worker.forgotten();
      // kafkajs has told the group to begin elsewhere by now; the next process must find out as well.
      if (position !== undefined)
        this.committer.mark({ topic: worker.topic, partition: worker.partition, next: position });
    }
    return true;
  }

  private joined(assignment: Readonly<Record<string, readonly number[]>>): void {
    const names = new Map<string, { topic: string; partition: number }>(
      Object.entries(assignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => [`${topic}/${partition}`, { topic, partition }] as const),
      ),
    );
    for (const [name, worker] of this.workers) if (!names.has(name)) this.letGo(worker);
    const added = [...names]
      .filter(([name]) => !this.workers.has(name))
      .map(([name, at]) => this.take(name, at));
    this.logger.debug(
      `"${this.context.subscriber.consumer.name}" has ${names.size} partitions, ${added.length} of them new`,
    );
    this.membership.confirmed(true);
    this.committer.keepOnly((position) => this.isMine(position));
    if (added.length > 0) void this.beginAll(added);
  }

  private take(name: string, { topic, partition }: { topic: string; partition: number }): PartitionWorker {
    // Not fetched before it is known where: kafkajs would answer an offset out of range by another one.
    this.consumer.pause([{ topic, partitions: [partition] }]);
    const lane = this.context.subscriber.lane(name);
    const worker = new PartitionWorker(
      topic,
      partition,
      lane,
      this,
      this.leaving.get(name) ?? Promise.resolve(),
    );
    this.workers.set(name, worker);
    return worker;
  }

  private letGo(worker: PartitionWorker): void {
    this.workers.delete(worker.name);
    const gone = worker.revoke().finally(() => {
      if (this.leaving.get(worker.name) === gone) this.leaving.delete(worker.name);
    });
    this.leaving.set(worker.name, gone);
  }

  private async beginAll(workers: readonly PartitionWorker[]): Promise<void> {
    const [first] = workers;
    if (!first) return;
    await this.insist(first, async () => {
      const found = await this.offsetsOf(workers);
      for (const worker of workers) {
        const offsets = found.find(
          (each) => each.topic === worker.topic && each.partition === worker.partition,
        );
        if (!offsets || worker.isRevoked || worker.position !== undefined) continue;
        if (!this.inspect(worker, offsets, offsets.committed))
          worker.begin(offsets.committed ?? offsets.first);
      }
    });
  }

  private async offsetsOf(workers: readonly PartitionWorker[]): Promise<PartitionOffsets[]> {
    const { group } = this.context.group;
    const topics = [...new Set(workers.map(({ topic }) => topic))];
    const found = (await this.context.offsets.read([{ group, topics }])).get(group) ?? [];
    return found.filter((each) =>
      workers.some((worker) => worker.name === `${each.topic}/${each.partition}`),
    );
  }

  /** Tries until it works, as long as the worker is ours. */
  private async insist(worker: PartitionWorker, work: () => Promise<void>): Promise<void> {
    while (!this.over && !worker.isRevoked) {
      try {
        await work();
        return;
      } catch (error) {
        this.logger.debug(`${worker.name} asks again: ${String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  private isMine({ topic, partition }: Position): boolean {
    return this.workers.has(`${topic}/${partition}`);
  }

  private drain(): void {
    this.membership.suspendWork();
    void this.committer.flush();
  }

  /** Round robin; what matters is when it is asked: in the tick in which this member asks to join. */
  private assigner(): PartitionAssigner {
    return (context) => {
      const assigner = PartitionAssigners.roundRobin(context);
      return {
        ...assigner,
        protocol: (subscription) => {
          this.membership.suspend();
          return assigner.protocol(subscription);
        },
      };
    };
  }

  /** What is in hand is finished and committed, then the group is left. */
  private async close(): Promise<void> {
    this.membership.suspendWork();
    await Promise.all(this.assigned.map((worker) => worker.revoke()));
    await this.committer.flush();
    this.over = true;
    this.committer.close();
    this.workers.clear();
    await Promise.all(this.leaving.values());
    await withinLimit('leaving the group', DISCONNECT_LIMIT_MS, this.consumer.disconnect()).catch(
      (error: unknown) => {
        this.logger.debug(`"${this.context.group.group}" was not left in order: ${String(error)}`);
      },
    );
  }
}

function byTopic(positions: readonly Position[]) {
  const topics = new Map<string, { partition: number; offset: string }[]>();
  for (const { topic, partition, next } of positions)
    topics.set(topic, [...(topics.get(topic) ?? []), { partition, offset: String(next) }]);
  return { topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })) };
}
