import { randomUUID } from 'node:crypto';
import { mendKafkajsTimers } from '@platform/messaging/kafka';
import { type Admin, type Consumer, Kafka, type KafkaMessage, logLevel, type Producer } from 'kafkajs';
import { until } from '../until.js';

/** Where the second copies of what a partition holds lie. */
interface Copies {
  readonly topic: string;
  readonly partition: number;
  readonly offsets: number[];
}

/**
 * A second producer: while it is on, it publishes whatever is published to a deployment's topics once more, byte for byte, to the
 * same partition. Each message comes twice then to everyone who reads it.
 */
export class Republisher {
  readonly #seen = new Set<string>();
  readonly #copies = new Map<string, Copies>();
  #isOn = false;

  private constructor(
    private readonly admin: Admin,
    private readonly producer: Producer,
    private readonly consumer: Consumer,
    private readonly group: string,
    private readonly deploymentId: string,
  ) {}

  /** @param brokers `host:port`, several with commas between */
  static async open(brokers: string, deploymentId: string): Promise<Republisher> {
    mendKafkajsTimers();
    const kafka = new Kafka({
      brokers: brokers.split(','),
      clientId: 'whereabouts-faults',
      connectionTimeout: 3_000,
      logLevel: logLevel.NOTHING,
    });
    const group = `faults-${randomUUID()}`;
    const republisher = new Republisher(
      kafka.admin(),
      kafka.producer({ allowAutoTopicCreation: false }),
      kafka.consumer({ groupId: group, maxWaitTimeInMs: 100, allowAutoTopicCreation: false }),
      ...([group, deploymentId] as const),
    );
    try {
      await republisher.#begin();
      return republisher;
    } catch (error) {
      await republisher.close();
      throw error;
    }
  }

  /** From now on what comes is published once more. */
  on(): void {
    this.#isOn = true;
  }

  off(): void {
    this.#isOn = false;
  }

  get published(): number {
    return [...this.#copies.values()].reduce((sum, { offsets }) => sum + offsets.length, 0);
  }

  /**
   * How many of the second copies each consumer of the deployment has been given and is through with, once all are or the time is up:
   * what it has committed lies behind them.
   */
  async taken(
    withinMs: number,
  ): Promise<{ readonly consumers: number; readonly deliveries: number; readonly missing: number }> {
    const topics = [...new Set([...this.#copies.values()].map(({ topic }) => topic))];
    const { groups } = await this.admin.listGroups();
    const ours = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(`${this.deploymentId}.`));
    const ask = async () => {
      let [consumers, deliveries, missing] = [0, 0, 0];
      for (const groupId of ours) {
        let isReader = false;
        for (const { topic, partitions } of await this.admin.fetchOffsets({ groupId, topics }))
          for (const { partition, offset } of partitions) {
            const offsets = this.#copies.get(nameOf(topic, partition))?.offsets ?? [];
            if (Number(offset) < 0 || offsets.length === 0) continue;
            isReader = true;
            const through = offsets.filter((each) => each < Number(offset)).length;
            deliveries += through;
            missing += offsets.length - through;
          }
        consumers += isReader ? 1 : 0;
      }
      return { consumers, deliveries, missing };
    };
    return until(
      async () => {
        const taken = await ask();
        return taken.missing === 0 && taken;
      },
      'every consumer is through',
      { withinMs, everyMs: 500 },
    ).catch(ask);
  }

  async close(): Promise<void> {
    this.off();
    await Promise.allSettled([this.consumer.disconnect(), this.producer.disconnect()]);
    await this.admin.deleteGroups([this.group]).catch(() => undefined);
    await this.admin.disconnect().catch(() => undefined);
  }

  async #begin(): Promise<void> {
    await Promise.all([this.admin.connect(), this.producer.connect(), this.consumer.connect()]);
    const all = await this.admin.listTopics();
    const topics = all.filter((topic) => topic.startsWith(`${this.deploymentId}.`));
    await this.consumer.subscribe({ topics, fromBeginning: false });
    const joined = new Promise<void>((resolve) => {
      this.consumer.on(this.consumer.events.GROUP_JOIN, () => resolve());
    });
    await this.consumer.run({
      autoCommit: false,
      eachMessage: ({ topic, partition, message }) => this.#again(topic, partition, message),
    });
    await joined;
  }

  async #again(topic: string, partition: number, message: KafkaMessage): Promise<void> {
    const id = `${topic} ${String(message.headers?.['ce_id'] ?? randomUUID())}`;
    // The second copy comes by here, too.
    if (!this.#isOn || this.#seen.has(id)) return;
    this.#seen.add(id);
    const { key, value, timestamp } = message;
    const copy = { key, value, timestamp, partition, ...(message.headers && { headers: message.headers }) };
    const [sent] = await this.producer.send({ topic, acks: -1, messages: [copy] });
    const name = nameOf(topic, partition);
    const copies = this.#copies.get(name) ?? { topic, partition, offsets: [] };
    copies.offsets.push(Number(sent?.baseOffset));
    this.#copies.set(name, copies);
  }
}

const nameOf = (topic: string, partition: number): string => `${topic}-${partition}`;
