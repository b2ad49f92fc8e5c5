import type { Broker } from './brokers.js';

/** As much of an embedded Kafka server as is needed here. */
export interface KafkaServer {
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly brokers: string[];
  readonly pid: number;
}

export interface KafkaServerOptions {
  readonly directory: string;
  readonly onUnexpectedExit?: (how: { code: number | null; signal: NodeJS.Signals | null }) => void;
}

/** A Kafka broker in the deployment's own directory. */
export class EmbeddedBroker implements Broker {
  readonly kind = 'broker';
  readonly brokerKind = 'embedded';
  readonly label = 'broker';
  readonly #server: KafkaServer;
  #pid: number | null = null;
  #brokers: readonly string[] = [];
  #died: (how: string) => void = () => undefined;

  constructor(makeServer: (options: KafkaServerOptions) => KafkaServer, directory: string) {
    this.#server = makeServer({
      directory,
      onUnexpectedExit: ({ code, signal }) =>
        this.#died(signal ? `was ended by ${signal}` : `ended with code ${String(code)}`),
    });
  }

  get pid(): number | null {
    return this.#pid;
  }

  get brokers(): readonly string[] {
    return this.#brokers;
  }

  async start(died: (how: string) => void): Promise<void> {
    this.#died = died;
    await this.#server.start();
    this.#pid = this.#server.pid;
    this.#brokers = this.#server.brokers;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
