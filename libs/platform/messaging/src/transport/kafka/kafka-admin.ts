import type { Admin, Kafka } from 'kafkajs';

import { BrokerUnreachableError } from './broker-unreachable-error.js';
import { withinLimit } from './time-limit.js';

const LIMIT_MS = 10_000;

/** A connection for questions and topics, made when first needed. After a failure the next question gets a new one. */
export class KafkaAdmin {
  private connected: Promise<Admin> | undefined;

  constructor(private readonly kafka: Kafka) {}

  /** @throws BrokerUnreachableError */
  async use<T>(what: string, work: (admin: Admin) => Promise<T>): Promise<T> {
    const connected = (this.connected ??= this.connect());
    try {
      return await withinLimit(what, LIMIT_MS, connected.then(work));
    } catch (error) {
      if (this.connected === connected) {
        this.connected = undefined;
        void connected.then((admin) => admin.disconnect()).catch(() => undefined);
      }
      throw new BrokerUnreachableError(`Kafka did not ${what}`, error);
    }
  }

  async close(): Promise<void> {
    const { connected } = this;
    this.connected = undefined;
    await connected?.then((admin) => admin.disconnect()).catch(() => undefined);
  }

  private async connect(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }
}
