import { Kafka, logLevel } from 'kafkajs';

import { kafkajsLog } from './kafkajs-log.js';
import { mendKafkajsTimers } from './kafkajs-timers.js';

/**
 * A client of its own for every producer and consumer, as kafkajs shares nothing between them anyway. Retries are few: whoever
 * uses it tries again with pauses of its own, and on a new client.
 */
export function kafkaClient(brokers: readonly string[], clientId: string): Kafka {
  mendKafkajsTimers();
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 },
    logLevel: logLevel.WARN,
    logCreator: kafkajsLog,
  });
}
