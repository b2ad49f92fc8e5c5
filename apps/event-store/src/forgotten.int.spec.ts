import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { createTestDatabase, startTestBroker, type TestDatabase } from '@platform/embedded/testing';
import type { EncodedMessage } from '@platform/messaging';
import { waitUntil } from '@platform/messaging/testing';
import { type Admin, Kafka, logLevel } from 'kafkajs';

import { startEventStore } from './start-event-store.js';
import { Owners, TOPICS } from './testing/owners.fixture.js';
import { configurationFor, getJson } from './testing/store.fixture.js';

describe('an Event Store whose broker has forgotten what it was still to archive', () => {
  let owners: Owners;
  let database: TestDatabase;
  let admin: Admin;
  let brokers: readonly string[];
  const streams = Array.from({ length: 5 }, () => `shop-${newId()}`).sort();

  beforeAll(async () => {
    ({ brokers } = await startTestBroker());
    owners = await Owners.open(brokers);
    owners.ageSeconds = 0;
    database = await createTestDatabase();
    admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
  });
  afterAll(async () => {
    await admin.disconnect();
    await owners.close();
    await database.drop();
  });

  const topic = () => `${owners.deploymentId}.shop.events`;

  /** The broker forgets everything that it was given so far. */
  async function forgetAll(count: number): Promise<void> {
    let ends: { partition: number; high: string }[] = [];
    await waitUntil('everything is published', async () => {
      // A topic that is being made has no leaders yet.
      ends = await admin.fetchTopicOffsets(topic()).catch(() => []);
      return ends.reduce((sum, { high }) => sum + Number(high), 0) >= count;
    });
    await admin.deleteTopicRecords({
      topic: topic(),
      partitions: ends.map(({ partition, high }) => ({ partition, offset: high })),
    });
  }

  async function archivedAsRecorded(): Promise<void> {
    const store = await startEventStore(configurationFor(owners, brokers, database.url));
    try {
      const recorded = await owners.events('shop');
      const archived = async (): Promise<EncodedMessage[]> => {
        const found = streams.map((id) =>
          getJson<{ items: EncodedMessage[] }>(store.url, `/internal/streams/shop/${id}`),
        );
        return (await Promise.all(found)).flatMap(({ items }) => items);
      };
      await waitUntil('it has everything', async () => (await archived()).length >= recorded.length);
      expect(await archived()).toEqual(recorded);
      await owners.record('shop', streams, 1);
      await waitUntil(
        'it goes on',
        async () => (await archived()).length === recorded.length + streams.length,
      );
    } finally {
      await store.close();
    }
  }

  it('gets it from the owners, also what nothing follows, and goes on with what comes', async () => {
    await owners.record('shop', streams, 6);
    await forgetAll(30);
    await archivedAsRecorded(); // one that has never been there before
    await owners.record('shop', streams, 4);
    await forgetAll(55);
    await archivedAsRecorded(); // one that was away
  });

  it('begins a topic that was made anew from its beginning', async () => {
    const store = await startEventStore(configurationFor(owners, brokers, database.url));
    try {
      const missing = async (): Promise<number> => {
        const { events } = await getJson<{ events: number }>(store.url, '/statistics');
        return (await owners.events('shop')).length - events;
      };
      await waitUntil('it has everything', async () => (await missing()) === 0);
      await admin.deleteTopics({ topics: [topic()] });
      await waitUntil('the topic is made anew', () =>
        admin
          .createTopics({ topics: [{ topic: topic(), numPartitions: TOPICS.partitions }] })
          .catch(() => false),
      );
      await owners.record('shop', streams, 2);
      await waitUntil('it has these too', async () => (await missing()) === 0);
    } finally {
      await store.close();
    }
  });
});
