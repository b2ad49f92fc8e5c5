import { newId } from '@platform/domain';
import type { Databases } from '@platform/persistence';

import type { MessageHandlerFunction } from '../../delivery/consumer.js';
import { MessagingHarness } from '../../testing/messaging-harness.js';
import { Noted, openTransportDatabases } from '../../testing/transport.fixture.js';
import { waitUntil } from '../../testing/wait-until.js';
import { KafkaTransport } from './kafka.transport.js';
import { partitionOf } from './partition-of.js';
import { type ReplicaOptions, ReplicaProcess } from './replica-process.fixture.js';

const PARTITIONS = 4;

/** A deployment of two modules: `source` in this process, which records and relays, and `sink` in this one or in replicas. */
export class Scene {
  readonly deploymentId = `test-${newId()}`;
  readonly consumer = `sink.${newId()}`;
  private readonly source: MessagingHarness;
  private readonly ends: (() => Promise<void>)[] = [];
  private readonly recorded = new Map<string, number>();

  private constructor(
    readonly databases: Databases,
    private readonly url: string,
    private readonly brokers: readonly string[],
    private readonly closeDatabases: () => Promise<void>,
  ) {
    this.source = new MessagingHarness(databases, ['source'], {
      transport: this.transport(['source']),
      owner: 'source-0',
    });
  }

  static async open(brokers: readonly string[]): Promise<Scene> {
    const { databases, url, close } = await openTransportDatabases();
    const scene = new Scene(databases, url, brokers, close);
    await scene.source.start();
    return scene;
  }

  async close(): Promise<void> {
    for (const end of this.ends.reverse()) await end();
    await this.source.stop();
    await this.closeDatabases();
  }

  get topic(): string {
    return `${this.deploymentId}.source.events`;
  }

  get group(): string {
    return `${this.deploymentId}.${this.consumer}`;
  }

  transport(modules: readonly string[]): KafkaTransport {
    return new KafkaTransport({
      brokers: this.brokers,
      deploymentId: this.deploymentId,
      clientId: 'scene',
      topics: { partitions: PARTITIONS, replication: 1 },
      modules,
      retryMs: { first: 10, longest: 100 },
    });
  }

  replica(options: Partial<ReplicaOptions> = {}): ReplicaProcess {
    const replica = ReplicaProcess.start({
      url: this.url,
      brokers: this.brokers,
      deploymentId: this.deploymentId,
      owner: `sink-${this.ends.length}`,
      consumer: this.consumer,
      handlerMs: 0,
      ...options,
    });
    this.ends.push(() => replica.kill());
    return replica;
  }

  /** A consumer in this process. */
  async consume(
    handler: MessageHandlerFunction,
  ): Promise<{ transport: KafkaTransport; harness: MessagingHarness }> {
    const transport = this.transport(['sink']);
    const harness = new MessagingHarness(this.databases, ['sink'], {
      transport,
      owner: `sink-${this.ends.length}`,
      delivery: { pauseMs: () => 1 },
    });
    this.ends.push(() => harness.stop());
    await harness.start({ name: this.consumer, module: 'sink', handlers: new Map([[Noted.type, handler]]) });
    return { transport, harness };
  }

  /** What a handler does when all is well. */
  readonly leaveEffect: MessageHandlerFunction = async ({ streamId, data }) => {
    await this.databases
      .unitOfWork('sink')
      .query(`INSERT INTO sink.effect (consumer, stream, n) VALUES ($1, $2, $3)`, [
        this.consumer,
        streamId,
        (data as { n: number }).n,
      ]);
  };

  /** Records the next `count` messages of each stream, one transaction per message, all streams at once. */
  async record(streams: readonly string[], count = 1): Promise<void> {
    await Promise.all(
      streams.map(async (stream) => {
        for (let left = count; left > 0; left -= 1) {
          const n = (this.recorded.get(stream) ?? 0) + 1;
          await this.databases.unitOfWork('source').run(() => {
            this.source.log('source').append(stream, [{ type: Noted.type, data: { n, body: null } }]);
            return Promise.resolve();
          });
          this.recorded.set(stream, n);
        }
      }),
    );
  }

  /** Numbers of the committed effects by stream, in the order they were made. */
  async effects(): Promise<Record<string, number[]>> {
    const unit = this.databases.unitOfWork('sink');
    const rows = await unit.read(() =>
      unit.query<{ stream: string; numbers: number[] }>(
        `SELECT stream, array_agg(n ORDER BY at) AS numbers FROM sink.effect WHERE consumer = $1 GROUP BY stream ORDER BY stream`,
        [this.consumer],
      ),
    );
    return Object.fromEntries(rows.map(({ stream, numbers }) => [stream, numbers]));
  }

  /** What there should be: of each stream every number once, in order. */
  get expected(): Record<string, number[]> {
    const streams = [...this.recorded].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      streams.map(([stream, count]) => [stream, Array.from({ length: count }, (_, index) => index + 1)]),
    );
  }

  /** Resolves when there are as many effects as there should be; whether they are the right ones is for the spec to say. */
  async untilComplete(limitMs = 60_000, streams = [...this.recorded.keys()]): Promise<void> {
    await waitUntil(
      'all effects are there',
      async () => {
        const effects = await this.effects();
        return streams.every((stream) => (effects[stream]?.length ?? 0) >= (this.recorded.get(stream) ?? 0));
      },
      limitMs,
    );
  }

  async untilQuiet(lag: { isQuiet(): Promise<boolean> }, limitMs = 60_000): Promise<void> {
    await waitUntil('all is quiet', async () => (await this.source.lag.isQuiet()) && lag.isQuiet(), limitMs);
  }

  /** As many streams as wanted that lie in partitions of their own. */
  streamsApart(count: number): string[] {
    const found = new Map<number, string>();
    for (let n = 1; found.size < count; n += 1) {
      const partition = this.partitionOf(`source-apart-${n}`);
      if (!found.has(partition)) found.set(partition, `source-apart-${n}`);
    }
    return [...found.values()];
  }

  partitionOf(stream: string): number {
    return partitionOf(stream, PARTITIONS);
  }
}
