import { Logger } from '@nestjs/common';
import { type CrashPoints, NoCrashPoints } from '@platform/persistence';

import type { EventArchive } from '../../archive/event-archive.js';
import type {
  Forgotten,
  MessageTransport,
  Outlet,
  Stalled,
  Subscriber,
  TransportLag,
  TransportPosition,
} from '../transport.js';
import { GroupConsumer } from './group-consumer.js';
import { GroupOffsets, messagesBehind } from './group-offsets.js';
import { KafkaAdmin } from './kafka-admin.js';
import { kafkaClient } from './kafka-client.js';
import { KafkaOutlet } from './kafka-outlet.js';
import type { RetryMs } from './partition-worker.js';
import { withinLimit } from './time-limit.js';
import { TopicNames } from './topic-names.js';
import { type TopicOptions, Topics } from './topics.js';

export interface KafkaTransportOptions {
  /** Addresses to begin with, `host:port`. */
  readonly brokers: readonly string[];
  /** In front of every topic and group. */
  readonly deploymentId: string;
  /** Names this process in the broker's log. */
  readonly clientId: string;
  /** For topics that do not exist yet. */
  readonly topics: TopicOptions;
  /** Modules hosted in this process. */
  readonly modules: readonly string[];
  readonly crashPoints?: CrashPoints;
  /** Pauses of a partition whose messages cannot be handled for now double from the first to the second, in ms. */
  readonly retryMs?: RetryMs;
  /** Where events are kept that the broker has forgotten. Without one, consumers that lack some stay where they are. */
  readonly archive?: EventArchive;
}

const DEFAULT_RETRY_MS = { first: 100, longest: 3_000 };
const LOOK_AFTER_MS = 10_000;
/** Who asks is a person or a scrape, and rather has no answer than a late one. */
const LAG_LIMIT_MS = 3_000;

/**
 * Messages through Kafka: events in a topic of the module that records them, commands and replies in topics of the module that
 * receives them, partitioned by stream; a consumer group per consumer. A broker that is out of reach delays what goes through
 * it and nothing else: `start` resolves without it.
 */
export class KafkaTransport implements MessageTransport {
  readonly leadsOut = true;
  readonly feedsBeforeStart = true;
  /** Kafka takes many small batches well, and a saga has many hops: no wait for a batch to grow. */
  readonly relay = { lingerMs: { first: 2, longest: 20 } };
  private readonly logger = new Logger('Kafka');
  private readonly names: TopicNames;
  private readonly admin: KafkaAdmin;
  private readonly topics: Topics;
  private readonly offsets: GroupOffsets;
  private consumers: readonly GroupConsumer[] = [];
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(private readonly options: KafkaTransportOptions) {
    this.names = new TopicNames(options.deploymentId);
    this.admin = new KafkaAdmin(this.client());
    this.topics = new Topics(this.admin, options.topics);
    this.offsets = new GroupOffsets(this.admin);
  }

  start(subscribers: readonly Subscriber[]): Promise<void> {
    const { names, topics, offsets } = this;
    const { crashPoints = new NoCrashPoints(), retryMs = DEFAULT_RETRY_MS, archive } = this.options;
    this.consumers = subscribers.map(
      (subscriber) =>
        new GroupConsumer(subscriber, {
          kafka: () => this.client(),
          topics,
          names,
          offsets,
          crashPoints,
          retryMs,
          archive,
        }),
    );
    // All topics in one request, before each consumer asks for its own.
    const all = [
      ...this.options.modules.flatMap((module) => names.ofModule(module)),
      ...this.consumers.flatMap(({ group }) => group.topics),
    ];
    const made = topics.ensure(all).catch((error: unknown) => {
      this.logger.warn(`Kafka is out of reach and tried again: ${String(error)}`);
    });
    void made.then(() => {
      if (!this.stopping) for (const consumer of this.consumers) consumer.start();
    });
    this.lookAfterConsumers();
    return Promise.resolve();
  }

  outlets(sourceModule: string): readonly Outlet[] {
    return [new KafkaOutlet(() => this.client(), this.topics, this.names, sourceModule)];
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    await this.admin.close();
  }

  /** True when every consumer of this process is a member of its group, and the group has heard of it lately. */
  get connected(): boolean {
    return this.consumers.every(({ isReceiving }) => isReceiving);
  }

  /** Names of the consumers that do not receive at the moment. */
  waiting(): readonly string[] {
    return this.consumers.filter(({ isReceiving }) => !isReceiving).map(({ name }) => name);
  }

  stalled(): readonly Stalled[] {
    return this.consumers.map(({ stalled }) => stalled);
  }

  forgotten(): readonly Forgotten[] {
    return this.consumers.flatMap(({ forgotten }) => forgotten);
  }

  get refills(): boolean {
    return this.options.archive !== undefined;
  }

  /** @throws when the broker does not answer in time */
  async lag(): Promise<readonly TransportLag[]> {
    return (await this.positions()).map((position) => {
      const { consumer, topic, partition } = position;
      return { consumer, topic, partition, messages: messagesBehind(position) };
    });
  }

  /** @throws when the broker does not answer in time */
  async positions(): Promise<readonly TransportPosition[]> {
    const read = this.offsets.read(this.consumers.map(({ group }) => group));
    const found = await withinLimit('telling the lag', LAG_LIMIT_MS, read);
    return this.consumers.flatMap(({ name: consumer, group: { group } }) =>
      (found.get(group) ?? []).map((each) => ({ consumer, ...each })),
    );
  }

  private lookAfterConsumers(): void {
    this.timer = setTimeout(() => {
      void this.inspect().finally(() => {
        if (!this.stopping) this.lookAfterConsumers();
      });
    }, LOOK_AFTER_MS);
    this.timer.unref();
  }

  private async inspect(): Promise<void> {
    try {
      // Positions first: the end of a log that was read before could lie behind a position of now.
      const looks = this.consumers.map((consumer) => consumer.look());
      const found = await this.offsets.read(this.consumers.map(({ group }) => group));
      for (const inspect of looks) inspect(found);
    } catch (error) {
      this.logger.debug(`Consumers were not looked after: ${String(error)}`);
    }
  }

  private client() {
    return kafkaClient(this.options.brokers, this.options.clientId);
  }
}
