import * as embedded from '@platform/embedded';

/** A broker in a directory, as much of it as is needed here. */
export type EmbeddedKafka = Pick<embedded.EmbeddedKafka, 'start' | 'stop' | 'brokers' | 'pid'>;
export type DockerKafka = Pick<embedded.DockerKafka, 'start' | 'stop' | 'brokers'>;

/** What finding and running a broker takes: tests put another one in its place. */
export interface KafkaLibrary {
  readonly brokerSource: typeof embedded.brokerSource;
  readonly brokerAnswers: (host: string, port: number) => Promise<boolean>;
  readonly DockerKafka: new (options: embedded.DockerKafkaOptions) => DockerKafka;
  readonly EmbeddedKafka: (new (options: embedded.EmbeddedKafkaOptions) => EmbeddedKafka) & {
    stopLeftBehind(directory: string): Promise<boolean>;
  };
}

export const kafkaLibrary: KafkaLibrary = embedded;
