import type { Broker } from './brokers.js';
import type { DockerKafka, KafkaLibrary } from './kafka-library.js';

/** The service `kafka` of docker-compose.yml: started when it does not run, and left as it was found. */
export class DockerBroker implements Broker {
  readonly kind = 'broker';
  readonly brokerKind = 'docker';
  readonly label = 'broker (docker)';
  readonly pid = null;
  readonly #kafka: DockerKafka;
  #startedByUs = false;

  constructor(
    private readonly library: Pick<KafkaLibrary, 'DockerKafka' | 'brokerAnswers'>,
    composeFile: string,
  ) {
    this.#kafka = new library.DockerKafka({ composeFile });
  }

  get brokers(): readonly string[] {
    return this.#kafka.brokers;
  }

  async start(): Promise<void> {
    const { hostname, port } = new URL(`kafka://${this.brokers[0] ?? ''}`);
    this.#startedByUs = !(await this.library.brokerAnswers(hostname, Number(port)));
    await this.#kafka.start();
  }

  async stop(): Promise<void> {
    if (!this.#startedByUs) return;
    this.#startedByUs = false;
    await this.#kafka.stop();
  }
}
