import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import { Databases, registerModule } from '@platform/persistence';
import { Client } from 'pg';
import { z } from 'zod';

import type { Consumer } from '../delivery/consumer.js';
import { defineEvent, definitionOf } from '../envelope/define-message.js';
import { MESSAGING_MIGRATIONS } from '../nest/messaging.module.js';
import { MessagingHarness } from '../testing/messaging-harness.js';
import { waitUntil } from '../testing/wait-until.js';

const MODULES = ['origin', 'near', 'far'];
for (const module of MODULES) registerModule(module, { migrations: MESSAGING_MIGRATIONS });
const Sent = defineEvent('origin.sent', 1, z.object({ n: z.number() }));

describe('the relay of a log', () => {
  let here: TestDatabase;
  let elsewhere: TestDatabase;
  let databases: Databases;
  let seen: Record<string, number[]>;
  let replicas: MessagingHarness[];

  beforeEach(async () => {
    [here, elsewhere] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    databases = await Databases.open({
      databases: [
        { name: 'here', url: here.url, pool: { max: 10 } },
        { name: 'elsewhere', url: elsewhere.url, pool: { max: 4 } },
      ],
      modules: MODULES.map((module) => ({
        module,
        schema: module,
        database: module === 'far' ? 'elsewhere' : 'here',
      })),
    });
    seen = { near: [], far: [] };
    replicas = [];
  });
  afterEach(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await databases.close();
    await Promise.all([here.drop(), elsewhere.drop()]);
  });

  const consumer = (module: string): Consumer => ({
    name: `${module}.listener`,
    module,
    handlers: new Map([
      [
        definitionOf(Sent.type).type,
        ({ data }) => {
          seen[module]?.push((data as { n: number }).n);
          return Promise.resolve();
        },
      ],
    ]),
  });
  async function startReplica(owner: string): Promise<MessagingHarness> {
    const replica = new MessagingHarness(databases, MODULES, {
      owner,
      relay: { leaseMs: 300, retryMs: { first: 10, longest: 50 }, pollMs: { first: 5, longest: 50 } },
    });
    replicas.push(replica);
    await replica.start(consumer('near'), consumer('far'));
    return replica;
  }
  const send = (from: MessagingHarness, n: number) =>
    databases.unitOfWork('origin').run(() => {
      from.log('origin').append('origin-1', [{ type: Sent.type, data: { n } }]);
      return Promise.resolve();
    });
  const heard = (module: string, count: number) =>
    waitUntil(`"${module}" has heard ${count}`, () => seen[module]?.length === count);
  async function refuseConnections(database: TestDatabase, refuse: boolean): Promise<void> {
    const admin = new Client({ connectionString: here.url });
    await admin.connect();
    await admin.query(`ALTER DATABASE ${database.name} ALLOW_CONNECTIONS ${refuse ? 'false' : 'true'}`);
    if (refuse)
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
        database.name,
      ]);
    await admin.end();
  }

  it('goes on for everyone else while one consumer cannot reach its database, which then catches up', async () => {
    const replica = await startReplica('replica-1');
    await send(replica, 1);
    await Promise.all([heard('near', 1), heard('far', 1)]);
    await refuseConnections(elsewhere, true);
    for (let n = 2; n <= 10; n += 1) await send(replica, n);
    await heard('near', 10);
    expect(seen['far']).toEqual([1]);
    await refuseConnections(elsewhere, false);
    await heard('far', 10);
    expect(seen['far']).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('is one replica of several, and another one goes on when it stops', async () => {
    const first = await startReplica('replica-1');
    const second = await startReplica('replica-2');
    for (let n = 1; n <= 20; n += 1) {
      await send(second, n);
      if (n === 10) await first.stop();
    }
    await Promise.all([heard('near', 20), heard('far', 20)]);
    expect(seen['near']).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(seen['far']).toEqual(seen['near']);
  });

  it('leaves no sign of a death where it lost its lease and lives', async () => {
    const replica = await startReplica('replica-1');
    await send(replica, 1);
    await Promise.all([heard('near', 1), heard('far', 1)]);
    const origin = databases.unitOfWork('origin');
    await origin.run(async () => {
      await origin.query(
        `UPDATE origin.relay_lease SET owner = 'other', epoch = epoch + 1, expires_at = now() + interval '1 h'`,
      );
      await origin.query('UPDATE origin.reader_cursor SET epoch = epoch + 1');
    });
    for (const module of ['near', 'far']) {
      const unit = databases.unitOfWork(module);
      await waitUntil(`the markers of "${module}" are gone`, async () => {
        const left = await unit.read(() =>
          unit.query(`SELECT FROM ${module}.delivery_lane WHERE opened_by <> ''`),
        );
        return left.length === 0;
      });
    }
  });

  it('finishes what it has in hand when it stops', async () => {
    const replica = await startReplica('replica-1');
    for (let n = 1; n <= 50; n += 1) await send(replica, n);
    await heard('near', 50);
    await replica.stop();
    expect((await replica.lag.lag()).logs.find(({ outlet }) => outlet === 'near.listener')?.messages).toBe(0);
  });
});
