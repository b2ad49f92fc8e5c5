import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startEventStore } from '@apps/event-store';
import { newId } from '@platform/domain';
import { createTestDatabase, startTestBroker, type TestDatabase } from '@platform/embedded/testing';
import { LogRefill, Projector } from '@platform/event-sourcing';
import {
  encode,
  type EncodedMessage,
  HttpEventArchive,
  LogReader,
  type Message,
  MESSAGING_MIGRATIONS,
} from '@platform/messaging';
import { KafkaTransport } from '@platform/messaging/kafka';
import { MessagingHarness, waitUntil } from '@platform/messaging/testing';
import { Databases, registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';
import { Kafka, logLevel } from 'kafkajs';

import { Meters, Read } from './meter.fixture.js';
import { Postgres15 } from './postgres-15.fixture.js';

const TOPICS = { partitions: 3, replication: 1 };
registerModule('desk', { migrations: MESSAGING_MIGRATIONS });

describe('a module kept as events whose database was restored from an older dump, on a new cluster', () => {
  const deploymentId = `test-${newId()}`;
  const ids = Array.from({ length: 5 }, () => newId()).sort();
  const later = newId();
  let brokers: readonly string[];
  let archive: TestDatabase;
  let store: Awaited<ReturnType<typeof startEventStore>>;
  let desk: { databases: Databases; close: () => Promise<void> };
  let consumer: MessagingHarness;
  const handled = new Map<string, number[]>();
  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    ({ brokers } = await startTestBroker());
    archive = await createTestDatabase();
    desk = await openTestDatabases(['desk'], { pool: 8 });
    store = await startEventStore({
      ...{ deploymentId, replica: 0, host: '127.0.0.1', port: 0, modules: ['meter'] },
      database: { name: 'event-store', url: archive.url, pool: { max: 8 } },
      ...{ broker: { brokers: [...brokers] }, topics: TOPICS, peers: [] },
    });
    consumer = new MessagingHarness(desk.databases, ['desk'], {
      transport: transport('desk'),
      owner: 'desk-0',
    });
    const handler = ({ streamId, streamVersion }: Message): Promise<void> => {
      handled.set(streamId, [...(handled.get(streamId) ?? []), streamVersion]);
      return Promise.resolve();
    };
    await consumer.start({
      ...{ name: 'desk.meters', module: 'desk', handlers: new Map([[Read.type, handler]]) },
    });
  });
  afterAll(async () => {
    await consumer.stop();
    await store.close();
    await desk.close();
    await archive.drop();
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  beforeEach(() => handled.clear());

  function transport(module: string): KafkaTransport {
    return new KafkaTransport({
      ...{ brokers, deploymentId, clientId: module, topics: TOPICS, modules: [module] },
    });
  }

  async function cluster(): Promise<Postgres15> {
    const started = await Postgres15.start();
    ends.push(() => started.stop());
    return started;
  }

  /** The module on a cluster; its relay runs from `start` on. */
  async function moduleOn(server: Postgres15) {
    const databases = await Databases.open({
      databases: [{ name: 'shared', url: server.url('shop'), pool: { max: 8 } }],
      modules: [{ module: 'meter', database: 'shared', schema: 'meter' }],
    });
    const unit = databases.unitOfWork('meter');
    const harness = new MessagingHarness(databases, ['meter'], {
      transport: transport('meter'),
      owner: 'meter-0',
    });
    const meters = new Meters(unit, harness.log('meter'));
    const projector = new Projector(unit, meters.counts, harness.hints);
    const start = async (): Promise<void> => {
      await projector.prepare();
      projector.start();
      await harness.start();
    };
    let closing: Promise<void> | undefined;
    const close = (): Promise<void> =>
      (closing ??= projector
        .stop()
        .then(() => harness.stop())
        .then(() => databases.close()));
    ends.push(close);
    return { unit, meters, refill: new LogRefill(unit, meters.inline), start, close };
  }
  type Running = Awaited<ReturnType<typeof moduleOn>>;

  async function recorded({ unit }: Running): Promise<EncodedMessage[]> {
    const found: EncodedMessage[] = [];
    for (const id of [...ids, later].sort())
      found.push(
        ...(await unit.read(() => new LogReader(unit).stream(`meter-${id}`, 1, 10_000, 10_000))).map(encode),
      );
    return found;
  }
  const counts = ({ unit }: Running) =>
    unit.read(() => unit.query<{ count: number }>(`SELECT count FROM meter.counts ORDER BY stream_id`));
  const untilArchived = (events: number) =>
    waitUntil('everything is archived', async () => {
      const response = await fetch(new URL('/statistics', store.url));
      return ((await response.json()) as { events: number }).events >= events;
    });
  const untilHandled = (events: number) =>
    waitUntil('everything is handled', () => [...handled.values()].flat().length >= events);

  it('gets back what the archive has of it before it writes, and nobody has anything twice', async () => {
    const first = await cluster();
    await first.createDatabase('shop');
    // Transaction ids of the new cluster start far below those that the log was written with.
    await first.sql(
      'postgres',
      `DO $$ BEGIN FOR i IN 1..20000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$`,
    );
    const before = await moduleOn(first);
    await before.start();
    await before.meters.read(ids, 5);
    const dump = await first.dump('shop');
    await before.meters.read([...ids, later], 4);
    await untilArchived(49);
    await untilHandled(49);
    const [lost, sums, totals] = [
      await recorded(before),
      await before.meters.sums([...ids, later]),
      await before.meters.totalsNow(),
    ];
    await before.close();
    await first.stop();

    const second = await cluster();
    await second.restore(dump, 'shop');
    const restored = await moduleOn(second);
    expect(await recorded(restored)).toHaveLength(25);
    const [ords] = await restored.unit.run(() =>
      restored.unit.query<{ highest: number; now: number }>(
        `SELECT max(ord) AS highest, pg_current_xact_id()::text::bigint AS now FROM meter.event`,
      ),
    );
    expect(ords?.now).toBeLessThan(ords?.highest ?? 0);
    expect(await restored.refill.untilDone(new HttpEventArchive(store.url))).toEqual({
      ...{ module: 'meter', events: 24 },
    });
    expect(await recorded(restored)).toEqual(lost);
    expect(await restored.meters.sums([...ids, later])).toEqual(sums);
    expect(await restored.meters.totalsNow()).toEqual(totals);
    expect(await restored.refill.isDue()).toBe(false);

    await restored.start();
    await waitUntil(
      'the projection has caught up',
      async () => (await counts(restored)).reduce((sum, { count }) => sum + count, 0) >= 49,
    );
    await restored.meters.read([...ids, later], 2);
    await untilHandled(61);
    const all = await recorded(restored);
    await untilArchived(61);
    await waitUntil('what was restored is published again', async () => (await published()) >= 61 + 24);
    expect(Object.fromEntries(handled)).toEqual(
      Object.fromEntries(
        [...ids, later].map((id) => [
          `meter-${id}`,
          Array.from({ length: id === later ? 6 : 11 }, (_, n) => n + 1),
        ]),
      ),
    );
    const { items } = await new HttpEventArchive(store.url).events('meter', {});
    expect(items).toEqual(all);
    const statistics = (await (await fetch(new URL('/statistics', store.url))).json()) as object;
    expect(statistics).toMatchObject({ events: 61, conflicts: 0, missingEvents: 0 });
    expect((await counts(restored)).map(({ count }) => count).sort()).toEqual([6, 11, 11, 11, 11, 11].sort());
  });

  /** Records of the topic: those that were published again count again. */
  async function published(): Promise<number> {
    const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    try {
      const offsets = await admin.fetchTopicOffsets(`${deploymentId}.meter.events`);
      return offsets.reduce((sum, { high }) => sum + Number(high), 0);
    } finally {
      await admin.disconnect();
    }
  }
});
