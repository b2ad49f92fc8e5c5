import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { createTestDatabase, startTestBroker, type TestDatabase } from '@platform/embedded/testing';
import type { EncodedMessage } from '@platform/messaging';
import { waitUntil } from '@platform/messaging/testing';
import type { EventStoreConfiguration } from '@platform/profile';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { startEventStore } from './start-event-store.js';
import { Owners } from './testing/owners.fixture.js';
import { configurationFor, getJson, readAllOf } from './testing/store.fixture.js';

// Children run what was built: Node by itself does not read the decorators of the sources.
const program = fileURLToPath(new URL('../dist/testing/killed-store.fixture.js', import.meta.url));

const POINTS = [
  'archive.received',
  'archive.before-commit',
  'archive.after-commit',
  'consumer.before-acknowledge',
] as const;

describe('an Event Store that is killed', () => {
  let owners: Owners;
  let database: TestDatabase;
  let configuration: EventStoreConfiguration;
  const streams = Array.from({ length: 8 }, () => `shop-${newId()}`);

  beforeAll(async () => {
    if (!existsSync(program)) throw new Error('Children run what was built: run "npm run build" first.');
    const { brokers } = await startTestBroker();
    owners = await Owners.open(brokers);
    database = await createTestDatabase();
    // Nobody to be asked for what would be lost.
    configuration = { ...configurationFor(owners, brokers, database.url), peers: [] };
  });
  afterAll(async () => {
    await owners.close();
    await database.drop();
  });

  /** Runs one until it kills itself at the point. */
  async function killedAt(point: string, times: number): Promise<void> {
    const child = fork(program, [JSON.stringify(configuration), point, String(times)], { execArgv: [] });
    try {
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      expect(signal).toBe('SIGKILL');
    } finally {
      child.kill('SIGKILL');
    }
  }

  it('has lost nothing and doubled nothing when it is there again, wherever that happened', async () => {
    // More than it handles before it is killed, and more of it while it is dead: nobody waits for it.
    for (const point of POINTS) {
      await owners.record('shop', streams, 10);
      await killedAt(point, 1);
      await owners.record('shop', streams, 5);
      await killedAt(point, 2);
    }
    const store = await startEventStore(configuration);
    try {
      const all = await owners.events('shop');
      const isDone = async (): Promise<boolean> => {
        const { events } = await getJson<{ events: number }>(store.url, '/statistics');
        const { items } = await getJson<{ items: { behind?: number }[] }>(store.url, '/positions');
        return events >= all.length && items.every(({ behind }) => behind === 0);
      };
      // What was archived and not acknowledged comes once more before it is.
      await waitUntil('everything is archived and acknowledged', isDone);
      const archived: EncodedMessage[] = [];
      for (const id of [...streams].sort())
        archived.push(
          ...(await getJson<{ items: EncodedMessage[] }>(store.url, `/internal/streams/shop/${id}`)).items,
        );
      expect(archived).toEqual(all);
      expect((await readAllOf(store.url, all.length, 100)).map(({ id }) => id).sort()).toEqual(
        all.map(({ headers }) => headers['ce_id']).sort(),
      );
      const statistics = await getJson(store.url, '/statistics');
      expect(statistics).toMatchObject({
        ...{ events: all.length, streams: streams.length, missingEvents: 0, conflicts: 0, refused: 0 },
      });
    } finally {
      await store.close();
    }
  });
});
