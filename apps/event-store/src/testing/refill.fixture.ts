import { newId } from '@platform/domain';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import {
  defineCommand,
  type EventArchive,
  HttpEventArchive,
  type Message,
  MESSAGING_MIGRATIONS,
} from '@platform/messaging';
import { KafkaTransport } from '@platform/messaging/kafka';
import { MessagingHarness, waitUntil } from '@platform/messaging/testing';
import { type CrashPoints, type Databases, registerModule, schemaOf } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';

import { startEventStore } from '../start-event-store.js';
import { Owners, TOPICS } from './owners.fixture.js';
import { configurationFor, getJson } from './store.fixture.js';

class CreateEffect1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE ${schemaOf(runner)}.effect (at serial PRIMARY KEY, stream text, version int)`,
    );
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${schemaOf(runner)}.effect`);
  }
}
registerModule('desk', { migrations: [...MESSAGING_MIGRATIONS, CreateEffect1767225600000] });

const DoIt = defineCommand('desk.do-it', 1, z.object({}));

export type Consuming = { readonly transport: KafkaTransport; readonly harness: MessagingHarness };
type Store = Awaited<ReturnType<typeof startEventStore>>;

/** Owners of events, an Event Store, and a consumer of theirs in a module `desk`, around one broker. */
export class RefillScene {
  readonly consumer = `desk.${newId()}`;
  private store: Store | undefined;
  private consuming: Consuming | undefined;
  private readonly ends: (() => Promise<void>)[] = [];
  private readonly copies: TestDatabase[] = [];

  private constructor(
    readonly owners: Owners,
    readonly admin: Admin,
    private readonly brokers: readonly string[],
    private archive: TestDatabase,
    private readonly desk: { databases: Databases; close: () => Promise<void> },
  ) {}

  static async open(brokers: readonly string[]): Promise<RefillScene> {
    const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    return new RefillScene(
      await Owners.open(brokers),
      admin,
      brokers,
      await createTestDatabase(),
      await openTestDatabases(['desk'], { pool: 12 }),
    );
  }

  async close(): Promise<void> {
    for (const end of this.ends) await end();
    await this.stopConsuming();
    await this.stopStore();
    await this.admin.disconnect();
    await this.owners.close();
    await this.desk.close();
    for (const database of [this.archive, ...this.copies]) await database.drop();
  }

  get topic(): string {
    return `${this.owners.deploymentId}.shop.events`;
  }

  get group(): string {
    return `${this.owners.deploymentId}.${this.consumer}`;
  }

  /** @param alone whether the owners do not answer it */
  async startStore(alone = false): Promise<void> {
    const configuration = configurationFor(this.owners, this.brokers, this.archive.url);
    this.store = await startEventStore({ ...configuration, ...(alone && { peers: [] }) });
  }

  async stopStore(): Promise<void> {
    await this.store?.close();
    this.store = undefined;
  }

  get storeUrl(): string {
    if (!this.store) throw new Error('There is no Event Store.');
    return this.store.url;
  }

  /** While no store runs. @returns what makes its database what it is now */
  async dumpArchive(): Promise<() => void> {
    const dump = await createTestDatabase(this.archive);
    this.copies.push(dump);
    return () => {
      this.copies.push(this.archive);
      this.archive = dump;
    };
  }

  async untilArchived(events: number): Promise<void> {
    const { store } = this;
    if (!store) throw new Error('There is no Event Store.');
    await waitUntil(
      'everything is archived',
      async () => (await getJson<{ events: number }>(store.url, '/statistics')).events >= events,
    );
  }

  /** The consumer; @param handle what it does besides leaving its effect, before it */
  async consume(
    handle: (message: Message) => Promise<void> | void = () => undefined,
    crashPoints?: CrashPoints,
  ): Promise<Consuming> {
    this.consuming = await this.startConsumer('desk-0', handle, crashPoints);
    return this.consuming;
  }

  /** The same consumer in another process. @returns what ends it */
  async consumeBeside(): Promise<() => Promise<void>> {
    const { harness } = await this.startConsumer('desk-1');
    let stopped: Promise<void> | undefined;
    const stop = () => (stopped ??= harness.stop());
    this.ends.push(stop);
    return stop;
  }

  private async startConsumer(
    owner: string,
    handle: (message: Message) => Promise<void> | void = () => undefined,
    crashPoints?: CrashPoints,
  ): Promise<Consuming> {
    const transport = new KafkaTransport({
      ...{ brokers: this.brokers, deploymentId: this.owners.deploymentId, clientId: owner },
      ...{ topics: TOPICS, modules: ['desk'], retryMs: { first: 10, longest: 100 } },
      archive: this.eventStore,
      ...(crashPoints && { crashPoints }),
    });
    const { databases } = this.desk;
    const harness = new MessagingHarness(databases, ['desk'], {
      ...{ transport, owner, delivery: { pauseMs: () => 1 } },
    });
    const leaveEffect = async (message: Message): Promise<void> => {
      await handle(message);
      await databases
        .unitOfWork('desk')
        .query(`INSERT INTO desk.effect (stream, version) VALUES ($1, $2)`, [
          message.streamId,
          message.streamVersion,
        ]);
    };
    await harness.start({
      ...{ name: this.consumer, module: 'desk' },
      handlers: new Map(['shop.priced', 'till.paid', DoIt.type].map((type) => [type, leaveEffect])),
    });
    return { transport, harness };
  }

  async stopConsuming(): Promise<void> {
    await this.consuming?.harness.stop();
    this.consuming = undefined;
  }

  /** Versions of the committed effects by stream, in the order they were made. */
  async effects(): Promise<Record<string, number[]>> {
    const unit = this.desk.databases.unitOfWork('desk');
    const rows = await unit.read(() =>
      unit.query<{ stream: string; versions: number[] }>(
        `SELECT stream, array_agg(version ORDER BY at) AS versions FROM desk.effect GROUP BY stream ORDER BY stream`,
      ),
    );
    return Object.fromEntries(rows.map(({ stream, versions }) => [stream, versions]));
  }

  async untilHandled(events: number, limitMs = 60_000): Promise<void> {
    await waitUntil(
      'all effects are there',
      async () => Object.values(await this.effects()).flat().length >= events,
      limitMs,
    );
  }

  /** Sends commands to the desk, each of a stream of its own. */
  async command(keys: readonly string[]): Promise<void> {
    const { owners } = this;
    await owners.databases.unitOfWork('shop').run(() => {
      for (const key of keys) owners.harness.log('shop').send('desk', key, [{ type: DoIt.type, data: {} }]);
      return Promise.resolve();
    });
  }

  async untilPublished(count: number, topic = this.topic): Promise<{ partition: number; high: string }[]> {
    let ends: { partition: number; high: string }[] = [];
    await waitUntil('everything is published', async () => {
      // A topic that is being made has no leaders yet.
      ends = await this.admin.fetchTopicOffsets(topic).catch(() => []);
      return ends.reduce((sum, { high }) => sum + Number(high), 0) >= count;
    });
    return ends;
  }

  /** The broker forgets everything that it was given so far, of the shop's events unless told otherwise. */
  async truncate(published: number, topic = this.topic): Promise<void> {
    const ends = await this.untilPublished(published, topic);
    const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
    await this.admin.deleteTopicRecords({ topic, partitions });
  }

  /** Another topic of the same name, as empty as one that the broker has lost. */
  async makeTopicAnew(): Promise<void> {
    await this.admin.deleteTopics({ topics: [this.topic] });
    await waitUntil('the topic is made anew', async () => {
      // It may be there already: an answer that came too late was an answer all the same.
      await this.admin
        .createTopics({ topics: [{ topic: this.topic, numPartitions: TOPICS.partitions }] })
        .catch(() => undefined);
      const ends = await this.admin.fetchTopicOffsets(this.topic).catch(() => []);
      return ends.length === TOPICS.partitions && ends.every(({ high }) => high === '0');
    });
  }

  /** The group's position in every partition of the topic, with nobody in it. */
  async putGroupAt(offset: number): Promise<void> {
    const partitions = Array.from({ length: TOPICS.partitions }, (_, partition) => ({
      ...{ partition, offset: String(offset) },
    }));
    await this.admin.setOffsets({ groupId: this.group, topic: this.topic, partitions });
  }

  /** How many lanes are noted to lack something. */
  async lacks(): Promise<number> {
    const unit = this.desk.databases.unitOfWork('desk');
    const rows = await unit.read(() => unit.query(`SELECT FROM desk.delivery_lane WHERE lack IS NOT NULL`));
    return rows.length;
  }

  /** What the consumer's module has of what it received. @returns what restores that, on what is another cluster to the module */
  async dumpConsumer(): Promise<() => Promise<void>> {
    const unit = this.desk.databases.unitOfWork('desk');
    const tables = ['inbox', 'effect', 'delivery_lane'];
    await unit.run(async () => {
      for (const table of tables)
        await unit.query(`CREATE TABLE desk.dumped_${table} AS TABLE desk.${table}`);
    });
    return () =>
      unit.run(async () => {
        for (const table of tables) {
          await unit.query(`DELETE FROM desk.${table}`);
          await unit.query(`INSERT INTO desk.${table} SELECT * FROM desk.dumped_${table}`);
        }
        await unit.query(
          `UPDATE desk.log_base SET system_identifier = 1, server_started_at = '2020-01-01', restored_at = NULL`,
        );
      });
  }

  async untilForgotten(state: string): Promise<void> {
    await waitUntil(
      `a partition is ${state}`,
      () => this.consuming?.transport.forgotten().some((each) => each.state === state) ?? false,
      30_000,
    );
  }

  /** Whichever store runs at the time of a question. */
  private get eventStore(): EventArchive {
    const now = () => new HttpEventArchive(this.store?.url ?? 'http://127.0.0.1:1');
    return {
      incomplete: (...question) => now().incomplete(...question),
      events: (...question) => now().events(...question),
    };
  }
}
