import { Logger } from '@nestjs/common';
import type { Admin, ITopicMetadata } from 'kafkajs';

import type { KafkaAdmin } from './kafka-admin.js';

export interface TopicOptions {
  readonly partitions: number;
  readonly replication: number;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const CREATE_LIMIT_MS = 4_000;
const LEADER_POLL_MS = 50;
/** A message as large as a request body may be, with room to spare. */
const LARGEST_MESSAGE_BYTES = 8 * 1024 * 1024;

/** Makes topics that are missing. Any number of processes may do so at the same time. */
export class Topics {
  private readonly logger = new Logger('Kafka');
  private readonly known = new Set<string>();

  constructor(
    private readonly admin: KafkaAdmin,
    private readonly options: TopicOptions,
  ) {}

  /** Resolves when all of these topics exist and have leaders. @throws BrokerUnreachableError */
  async ensure(names: Iterable<string>): Promise<void> {
    const missing = [...new Set(names)].filter((name) => !this.known.has(name));
    if (missing.length === 0) return;
    await this.admin.use(`make the topics ${missing.join(', ')}`, async (admin) => {
      await admin.createTopics({
        waitForLeaders: true,
        timeout: CREATE_LIMIT_MS,
        topics: missing.map((topic) => this.definition(topic)),
      });
      await this.check(admin, missing, performance.now() + CREATE_LIMIT_MS);
    });
    for (const name of missing) this.known.add(name);
  }

  private definition(topic: string) {
    const { partitions, replication } = this.options;
    const configuration = {
      'cleanup.policy': 'delete',
      'retention.ms': String(7 * DAY_MS),
      // Only whole segments go, when their last message is as old: without this the first would be up to a week older.
      'segment.ms': String(DAY_MS),
      'max.message.bytes': String(LARGEST_MESSAGE_BYTES),
      // With three replicas an acknowledged message is on two machines at least.
      'min.insync.replicas': String(Math.max(1, replication - 1)),
    };
    return {
      topic,
      numPartitions: partitions,
      replicationFactor: replication,
      configEntries: Object.entries(configuration).map(([name, value]) => ({ name, value })),
    };
  }

  private async check(admin: Admin, names: string[], deadline: number): Promise<void> {
    for (const { name, partitions } of await this.metadata(admin, names, deadline)) {
      // Not changed: keys would move to other partitions, and there overtake what was written before.
      if (partitions.length !== this.options.partitions)
        this.logger.warn(
          `Topic ${name} has ${partitions.length} partitions, not ${this.options.partitions} as the profile says: left as it is, ` +
            `since another number would break the order of what is in it.`,
        );
    }
  }

  /** With a leader for each partition, which takes a moment after a topic was made. */
  private async metadata(
    admin: Admin,
    topics: string[],
    deadline: number,
  ): Promise<readonly ITopicMetadata[]> {
    for (;;) {
      try {
        const { topics: found } = await admin.fetchTopicMetadata({ topics });
        if (found.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) {
          // A leader that is named may not know it yet.
          await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
          return found;
        }
      } catch (error) {
        if (performance.now() > deadline) throw error;
      }
      if (performance.now() > deadline) throw new Error('some of them have no leader yet');
      await new Promise((resolve) => setTimeout(resolve, LEADER_POLL_MS));
    }
  }
}
