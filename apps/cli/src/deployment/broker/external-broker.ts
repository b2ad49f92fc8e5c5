import type { Broker } from './brokers.js';

/** A Kafka that runs already, wherever it is. */
export class ExternalBroker implements Broker {
  readonly kind = 'broker';
  readonly brokerKind = 'external';
  readonly label = 'broker';
  readonly pid = null;

  constructor(readonly brokers: readonly string[]) {}

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
