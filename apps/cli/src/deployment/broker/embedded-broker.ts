import type { Broker } from './brokers.js';
import type { EmbeddedKafka, KafkaLibrary } from './kafka-library.js';

/** A Kafka broker in the deployment's own directory. */
export class EmbeddedBroker implements Broker {
  readonly kind = 'broker';
  readonly brokerKind = 'embedded';
  readonly label = 'broker';
  readonly #kafka: EmbeddedKafka;
  #pid: number | null = null;
  #brokers: readonly string[] = [];
  #died: (how: string) => void = () => undefined;
  #note: (text: string) => void = () => undefined;

  constructor({ EmbeddedKafka: Kafka }: Pick<KafkaLibrary, 'EmbeddedKafka'>, directory: string) {
    this.#kafka = new Kafka({
      directory,
      onUnexpectedExit: ({ code, signal }) =>
        this.#died(signal ? `was ended by ${signal}` : `ended with code ${String(code)}`),
      onDownload: () => this.#note('Kafka is being fetched with Maven, once for this machine'),
    });
  }

  get pid(): number | null {
    return this.#pid;
  }

  get brokers(): readonly string[] {
    return this.#brokers;
  }

  tell(note: (text: string) => void): void {
    this.#note = note;
  }

  async start(died: (how: string) => void): Promise<void> {
    this.#died = died;
    await this.#kafka.start();
    this.#pid = this.#kafka.pid;
    this.#brokers = this.#kafka.brokers;
  }

  stop(): Promise<void> {
    return this.#kafka.stop();
  }
}
