import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedBrokerError } from './embedded-broker-error.js';
import { brokerAnswers } from './kafka-probe.js';

const run = promisify(execFile);
/** An image may have to be pulled. */
const startLimitMs = 10 * 60_000;
const stopLimitMs = 60_000;
const answerLimitMs = 60_000;

export interface DockerKafkaOptions {
  /** Path of the compose file that has a service `kafka`. */
  readonly composeFile: string;
  /** Where that service is reached from outside, as the compose file publishes it. */
  readonly host?: string;
  readonly port?: number;
}

/** The broker of docker-compose.yml, run by the machine's Docker engine. Deployments share it: their topics do not meet. */
export class DockerKafka {
  readonly brokers: string[];
  readonly port: number;
  readonly #host: string;

  constructor(private readonly options: DockerKafkaOptions) {
    this.#host = options.host ?? '127.0.0.1';
    this.port = options.port ?? 9092;
    this.brokers = [`${this.#host}:${this.port}`];
  }

  /** Resolves when the broker answers; at once when it runs already. Throws `EmbeddedBrokerError`. */
  async start(): Promise<void> {
    await this.#compose(['up', '--detach', '--wait', 'kafka'], startLimitMs);
    const deadline = Date.now() + answerLimitMs;
    for (;;) {
      if (await brokerAnswers(this.#host, this.port)) return;
      if (Date.now() > deadline)
        throw new EmbeddedBrokerError(
          `Docker says that Kafka runs, but nothing answers at ${this.brokers.join()}: look into "docker compose logs kafka".`,
        );
      await pause(100);
    }
  }

  /** The container ends, its volume stays. */
  async stop(): Promise<void> {
    await this.#compose(['stop', 'kafka'], stopLimitMs);
  }

  async #compose(args: readonly string[], timeout: number): Promise<void> {
    try {
      await run('docker', ['compose', '--file', this.options.composeFile, ...args], { timeout });
    } catch (cause) {
      const output = ((cause as { stderr?: string }).stderr ?? '').trim();
      throw new EmbeddedBrokerError(
        `Docker could not ${args[0] ?? 'run'} Kafka (${output.split('\n').at(-1) ?? 'no reason given'}): start it by hand, or set KAFKA_BROKERS.`,
        { cause },
      );
    }
  }
}
