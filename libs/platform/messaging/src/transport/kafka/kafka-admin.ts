import type { Admin, Kafka } from 'kafkajs';

import { BrokerUnreachableError } from './broker-unreachable-error.js';
import { withinLimit } from './time-limit.js';

const LIMIT_MS = 10_000;
const CLOSE_LIMIT_MS = 1_000;

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
    if (!connected) return;
    const closing = connected.then((admin) => admin.disconnect());
    await withinLimit('closing', CLOSE_LIMIT_MS, closing).catch(() => undefined);
  }

  private async connect(): Promise<Admin> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
    } catch (error) {
      void admin.disconnect().catch(() => undefined);
      throw error;
    }
    return admin;
  }
}
