import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Broker } from './brokers.js';
import { DeploymentError } from '../deployment-error.js';

const run = promisify(execFile);

/** The service `kafka` of docker-compose.yml: started when it does not run, and left as it was found. */
export class DockerBroker implements Broker {
  readonly kind = 'broker';
  readonly brokerKind = 'docker';
  readonly label = 'broker (docker)';
  readonly pid = null;
  readonly brokers = ['127.0.0.1:9092'];
  #startedByUs = false;

  constructor(
    private readonly composeFile: string,
    private readonly docker = 'docker',
  ) {}

  async start(): Promise<void> {
    const running = await this.#compose('ps', '--quiet', '--status', 'running', 'kafka');
    this.#startedByUs = running.trim() === '';
    await this.#compose('up', '--detach', '--wait', 'kafka');
  }

  async stop(): Promise<void> {
    if (!this.#startedByUs) return;
    this.#startedByUs = false;
    await this.#compose('stop', 'kafka');
  }

  async #compose(...args: string[]): Promise<string> {
    try {
      const { stdout } = await run(this.docker, ['compose', '--file', this.composeFile, ...args]);
      return stdout;
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string };
      const reason = (stderr || message).trim().split('\n').at(-1) ?? '';
      throw new DeploymentError(
        `Docker could not run the broker of docker-compose.yml (${reason}): run "docker compose up kafka" to see why, or set KAFKA_BROKERS.`,
      );
    }
  }
}
