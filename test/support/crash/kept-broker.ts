import { EmbeddedKafka } from '@platform/embedded';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../e2e/eventually.js';

/** A broker of the test's own, which nobody starts again but the test: deployments that are started meanwhile use it. */
export class KeptBroker {
  private constructor(
    private readonly root: string,
    private readonly kafka: EmbeddedKafka,
    private readonly before: string | undefined,
  ) {}

  static async open(): Promise<KeptBroker> {
    const root = await mkdtemp(join(tmpdir(), 'whereabouts-broker-'));
    const broker = new KeptBroker(
      root,
      new EmbeddedKafka({ directory: join(root, 'kafka') }),
      process.env['KAFKA_BROKERS'],
    );
    await broker.start();
    process.env['KAFKA_BROKERS'] = broker.kafka.brokers.join(',');
    return broker;
  }

  /** Also after it was killed: at the same address, with what it had. */
  start(): Promise<void> {
    return this.kafka.start();
  }

  async kill(): Promise<void> {
    process.kill(this.kafka.pid, 'SIGKILL');
    await eventually(() => !this.kafka.isRunning, 'the broker is gone');
  }

  async close(): Promise<void> {
    if (this.before === undefined) delete process.env['KAFKA_BROKERS'];
    else process.env['KAFKA_BROKERS'] = this.before;
    await this.kafka.stop();
    await rm(this.root, { recursive: true, force: true });
  }
}
