import { Logger } from '@nestjs/common';
import {
  type Consumer as KafkaConsumer,
  type Kafka,
  type PartitionAssigner,
  PartitionAssigners,
} from 'kafkajs';
import type { CrashPoints } from '@platform/persistence';

import type { EventArchive } from '../../archive/event-archive.js';
import type { Subscriber } from '../transport.js';
import { Assignment } from './assignment.js';
import type { Group, GroupOffsets, PartitionOffsets } from './group-offsets.js';
import { Membership } from './membership.js';
import { OffsetCommitter, type Position, type SendPositions } from './offset-committer.js';
import type { PartitionWorker, RetryMs } from './partition-worker.js';
import { steeringOf } from './steering.js';
import { orAfter, withinLimit } from './time-limit.js';
import type { TopicNames } from './topic-names.js';

export interface SessionContext {
  readonly kafka: Kafka;
  readonly offsets: GroupOffsets;
  readonly group: Group;
  readonly subscriber: Subscriber;
  readonly crashPoints: CrashPoints;
  /** Pauses of a partition whose messages cannot be handled for now. */
  readonly retryMs: RetryMs;
  readonly names: TopicNames;
  readonly archive?: EventArchive | undefined;
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
const CLOSE_LIMIT_MS = 3_000;
/** No partition waits for another of the same fetch. */
const AT_ONCE = 64;
/** How long the next fetch waits at most for what came with the last: what comes meanwhile makes it larger. */
const PATIENCE_MS = 50;

/**
 * One life of a kafkajs consumer: from its connection until it crashes, is told to end, or is found to be stuck. Then it is thrown
 * away, and another takes its place.
 *
 * kafkajs fetches again only when everything of the last fetch is dealt with. `eachBatch` hands records over to the partition's
 * worker and waits for it a little, so that a busy consumer makes fewer and larger fetches; then the loop goes on, and its
 * heartbeats with it, however long a handler takes.
 *
 * In a rebalance: no worker begins a chunk from the moment it is known, what is in hand is finished, positions are committed
 * until this member asks to join, and none after that until it has its new assignment; then only those of partitions in it.
 */
export class ConsumerSession {
  readonly membership = new Membership(SESSION_TIMEOUT_MS);
  private readonly logger = new Logger('Kafka');
  private readonly consumer: KafkaConsumer;
  private readonly committer: OffsetCommitter;
  private readonly assignment: Assignment;
  private readonly ended = Promise.withResolvers<string>();
  private send: SendPositions | undefined;
  private over = false;

  constructor(private readonly context: SessionContext) {
    const { kafka, group, crashPoints } = context;
    this.consumer = kafka.consumer({
      groupId: group.group,
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
      (positions) => this.commit(positions),
      () => this.membership.isJoined,
      (position) => this.assignment.includes(position),
      crashPoints,
    );
    this.assignment = new Assignment({
      ...context,
      consumer: steeringOf(this.consumer),
      membership: this.membership,
      committer: this.committer,
    });
  }

  get assigned(): readonly PartitionWorker[] {
    return this.assignment.workers;
  }

  /** Runs until it ends, and says why. */
  async run(): Promise<string> {
    const { events } = this.consumer;
    this.consumer.on(events.REBALANCING, () => this.drain());
    this.consumer.on(events.GROUP_JOIN, ({ payload }) => this.joined(payload.memberAssignment));
    this.consumer.on(events.HEARTBEAT, () => this.membership.confirmed());
    this.consumer.on(events.CRASH, ({ payload }) => this.end(payload.error.message));
    const receiving = this.receive();
    try {
      // Whoever tells it to end does not wait for a broker that does not answer.
      await Promise.race([receiving, this.ended.promise]);
      return await this.ended.promise;
    } finally {
      await this.close(receiving);
    }
  }

  end(reason: string): void {
    this.over = true;
    this.ended.resolve(reason);
  }

  /** Whether the broker has forgotten what comes next for this worker; the partition then stays where it is. */
  isForgotten(worker: PartitionWorker, found: PartitionOffsets): boolean {
    return this.assignment.isForgotten(worker, found);
  }

  private async receive(): Promise<void> {
    await this.consumer.connect();
    if (this.isOver()) return;
    await this.consumer.subscribe({ topics: [...this.context.group.topics], fromBeginning: true });
    if (this.isOver()) return;
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: true,
      partitionsConsumedConcurrently: AT_ONCE,
      eachBatch: async (payload) => {
        // Unlike the consumer's own `commitOffsets` this does not try again, which after a rebalance would be as another member.
        this.send = (positions) => payload.commitOffsetsIfNecessary(byTopic(positions));
        const { topic, partition, messages } = payload.batch;
        const handled = this.assignment.accept({ topic, partition }, messages);
        if (handled) await orAfter(PATIENCE_MS, handled);
      },
    });
  }

  private joined(share: Readonly<Record<string, readonly number[]>>): void {
    this.assignment.replace(
      Object.entries(share).flatMap(([topic, partitions]) =>
        partitions.map((partition) => ({ topic, partition })),
      ),
    );
    this.membership.confirmed(true);
    this.committer.shareChanged();
  }

  /** As long as nothing was ever fetched there is no other way than the one that tries again. */
  private async commit(positions: readonly Position[]): Promise<void> {
    if (this.send) return this.send(positions);
    const { topics } = byTopic(positions);
    await this.consumer.commitOffsets(
      topics.flatMap(({ topic, partitions }) => partitions.map((each) => ({ topic, ...each }))),
    );
  }

  private isOver(): boolean {
    return this.over;
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
  private async close(receiving: Promise<void>): Promise<void> {
    this.over = true;
    this.membership.suspendWork();
    await this.assignment.end();
    await this.orLeave('committing', this.committer.flush());
    this.committer.close();
    // A kafkajs consumer that is disconnected while it joins joins all the same, and would hold partitions for nobody.
    const settled = receiving.catch(() => undefined);
    await this.orLeave(
      'leaving the group',
      settled.then(() => this.consumer.disconnect()),
    );
  }

  /** Without the broker none of this can be done: the group will find out by itself. */
  private async orLeave(what: string, work: Promise<void>): Promise<void> {
    await withinLimit(what, CLOSE_LIMIT_MS, work).catch((error: unknown) => {
      this.logger.debug(`"${this.context.group.group}" was not left in order: ${String(error)}`);
    });
  }
}

function byTopic(positions: readonly Position[]) {
  const topics = new Map<string, { partition: number; offset: string }[]>();
  for (const { topic, partition, next } of positions)
    topics.set(topic, [...(topics.get(topic) ?? []), { partition, offset: String(next) }]);
  return { topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })) };
}
