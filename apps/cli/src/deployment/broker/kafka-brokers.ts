import { fileURLToPath } from 'node:url';
import type { Broker, Brokers } from './brokers.js';
import type { DataDirectory } from '../data-directory.js';
import { DeploymentError } from '../deployment-error.js';
import { DockerBroker } from './docker-broker.js';
import { EmbeddedBroker, type KafkaServer, type KafkaServerOptions } from './embedded-broker.js';
import { ExternalBroker } from './external-broker.js';

/** What finding and running a broker takes: the part of `@platform/embedded` that tests put another in the place of. */
export interface KafkaLibrary {
  readonly brokerSource: (
    env: NodeJS.ProcessEnv,
  ) => Promise<{ kind: 'external'; brokers: string[] } | { kind: 'docker' } | { kind: 'embedded' }>;
  readonly EmbeddedKafka: (new (options: KafkaServerOptions) => KafkaServer) & {
    stopLeftBehind(directory: string): Promise<boolean>;
  };
}

const composeFile = fileURLToPath(new URL('../../../../../docker-compose.yml', import.meta.url));

/** KAFKA_BROKERS, else Docker, else an embedded one. */
export class KafkaBrokers implements Brokers {
  constructor(
    private readonly library: KafkaLibrary,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  async find(directory: DataDirectory): Promise<Broker> {
    const source = await this.library.brokerSource(this.env).catch((error: unknown) => {
      throw new DeploymentError(error instanceof Error ? error.message : String(error), { cause: error });
    });
    switch (source.kind) {
      case 'external':
        return new ExternalBroker(source.brokers);
      case 'docker':
        return new DockerBroker(composeFile);
      case 'embedded':
        return new EmbeddedBroker((options) => new this.library.EmbeddedKafka(options), directory.broker);
    }
  }

  stopLeftBehind(directory: DataDirectory): Promise<boolean> {
    return this.library.EmbeddedKafka.stopLeftBehind(directory.broker);
  }
}
