import { fileURLToPath } from 'node:url';
import type { DataDirectory } from '../data-directory.js';
import type { Broker, Brokers, KnownBroker } from './brokers.js';
import { DockerBroker } from './docker-broker.js';
import { EmbeddedBroker } from './embedded-broker.js';
import { ExternalBroker } from './external-broker.js';
import { kafkaLibrary, type KafkaLibrary } from './kafka-library.js';

const composeFile = fileURLToPath(new URL('../../../../../docker-compose.yml', import.meta.url));

/** KAFKA_BROKERS, else Docker, else an embedded one. */
export class KafkaBrokers implements Brokers {
  constructor(
    private readonly library: KafkaLibrary = kafkaLibrary,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  async find(directory: DataDirectory, known: KnownBroker | undefined): Promise<Broker> {
    const source = await this.library.brokerSource(this.env);
    if (source.kind === 'external') return this.again(directory, source);
    const kind = known?.kind === 'embedded' ? 'embedded' : source.kind;
    return this.again(directory, { kind, brokers: [] });
  }

  again({ broker }: DataDirectory, { kind, brokers }: KnownBroker): Broker {
    switch (kind) {
      case 'external':
        return new ExternalBroker(brokers);
      case 'docker':
        return new DockerBroker(this.library, composeFile);
      case 'embedded':
        return new EmbeddedBroker(this.library, broker);
    }
  }

  stopLeftBehind({ broker }: DataDirectory): Promise<boolean> {
    return this.library.EmbeddedKafka.stopLeftBehind(broker);
  }
}
