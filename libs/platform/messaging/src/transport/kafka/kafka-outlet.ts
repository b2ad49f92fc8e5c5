import { type Kafka, Partitioners, type Producer, type TopicMessages } from 'kafkajs';

import type { EncodedMessage } from '../../envelope/cloud-events.js';
import type { Outlet } from '../transport.js';
import { BrokerUnreachableError } from './broker-unreachable-error.js';
import { produceRequests } from './produce-requests.js';
import { KAFKAJS_ACKS } from './settings.js';
import type { TopicNames } from './topic-names.js';
import { withinLimit } from './time-limit.js';
import type { Topics } from './topics.js';

/** A process that is told to stop waits for the slice in hand. */
const PUBLISH_LIMIT_MS = 12_000;
const CLOSE_LIMIT_MS = 3_000;

/**
 * Passes one log on to Kafka.
 *
 * Order. A later message of a key must never appear before an earlier one that was not acknowledged. The relay passes a slice
 * only when the slice before it was acknowledged, and the same slice again when it was not; within a slice one request follows
 * the other in the same way; a request has a key's messages in one batch of one partition, which the broker takes whole or not
 * at all. So whatever fails, whatever a timed-out request still does on its way, and whoever takes over the relay (from a
 * checkpoint that everything before it was acknowledged for): before the first appearance of a version there is a first
 * appearance of each lower one. What appears again is known to the inbox.
 *
 * Idempotence keeps kafkajs' own retries from doubling, and by its lock per broker has one request under way at a time. Its
 * sequence numbers can be trusted only while every answer is known, so a producer that failed is not used again.
 */
export class KafkaOutlet implements Outlet {
  readonly name = 'kafka';
  readonly types = 'all';
  private producer: Producer | undefined;

  constructor(
    private readonly kafka: () => Kafka,
    private readonly topics: Topics,
    private readonly names: TopicNames,
    private readonly sourceModule: string,
  ) {}

  async open(): Promise<void> {
    await this.topics.ensure(this.names.ofModule(this.sourceModule));
    await this.connected();
  }

  /** @throws BrokerUnreachableError when any of them may not have been taken */
  async publish(messages: readonly EncodedMessage[]): Promise<void> {
    const requests = produceRequests(messages, (message) => this.names.of(message, this.sourceModule));
    // Also those of modules that nobody hosts yet: a log must not wait for its receivers to be started once.
    await this.topics.ensure(requests.flatMap((request) => request.map(({ topic }) => topic)));
    const producer = await this.connected();
    try {
      await withinLimit('publishing', PUBLISH_LIMIT_MS, this.send(producer, requests));
    } catch (error) {
      this.abandon();
      throw new BrokerUnreachableError(`Kafka did not acknowledge all of ${messages.length} messages`, error);
    }
  }

  async close(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    if (producer) await withinLimit('disconnecting', CLOSE_LIMIT_MS, producer.disconnect());
  }

  private async send(producer: Producer, requests: readonly TopicMessages[][]): Promise<void> {
    for (const topicMessages of requests) {
      if (producer !== this.producer) return; // given up: what was not sent yet must not come later than what is sent anew
      await producer.sendBatch({ acks: KAFKAJS_ACKS, topicMessages });
    }
  }

  private async connected(): Promise<Producer> {
    if (this.producer) return this.producer;
    const producer = this.kafka().producer({
      idempotent: true,
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      retry: { retries: 2, initialRetryTime: 50, maxRetryTime: 500 },
    });
    try {
      await producer.connect();
    } catch (error) {
      void producer.disconnect().catch(() => undefined);
      throw new BrokerUnreachableError('Kafka cannot be reached', error);
    }
    return (this.producer = producer);
  }

  private abandon(): void {
    void this.producer?.disconnect().catch(() => undefined);
    this.producer = undefined;
  }
}
