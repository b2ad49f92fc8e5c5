import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deployment, RunFile } from '@comparison/protocol';
import { EmbeddedPostgres } from '@platform/embedded';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import pg from 'pg';
import { reportedCommits } from './servers/reported-commits.js';
import { withClient } from './servers/with-client.js';
import { costBetween, readUsage, restBetween } from './usage.js';

const LOG = `CREATE SCHEMA stock;
  CREATE TABLE stock.event (position bigint GENERATED ALWAYS AS IDENTITY, day int, filling text) PARTITION BY LIST (day);
  CREATE TABLE stock.event_1 PARTITION OF stock.event FOR VALUES IN (1);
  CREATE TABLE stock.event_2 PARTITION OF stock.event FOR VALUES IN (2);`;

describe('what a deployment uses', () => {
  let directory: string;
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'measure-'));
    await chmod(directory, 0o755);
    server = new EmbeddedPostgres({ directory: join(directory, 'database') });
    await server.start();
    for (const name of ['shop', 'back']) await server.ensureDatabase(name);
    await withClient(server.url('shop'), (client) => client.query(LOG));
  });
  afterAll(async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const running = (): RunFile => ({
    ...{ profile: 'any', origin: '', gateway: null, services: [], eventStore: null, broker: null },
    provider: { url: '', pid: null },
    databases: [
      { name: 'shop', url: server.url('shop'), pid: server.pid, modules: ['stock', 'unheard-of'] },
      { name: 'back', url: server.url('back'), pid: server.pid, modules: [] },
    ],
  });
  const deployment: Deployment = {
    ...{ profile: 'any', directory: '' },
    run: () => Promise.resolve(running()),
    quiet: () => Promise.resolve(0),
  };
  const append = (client: pg.Client, transactions: number, day = 1) =>
    Array.from({ length: transactions }).reduce<Promise<unknown>>(async (before) => {
      await before;
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO stock.event (day, filling) SELECT $1::int, repeat('x', 1000) FROM generate_series(1, 3)`,
        [day],
      );
      await client.query('COMMIT');
    }, Promise.resolve());

  it('counts statements, commits, log and messages of what was done in between', async () => {
    const client = new pg.Client({
      connectionString: server.url('shop'),
      application_name: 'whereabouts-shop',
    });
    await client.connect();
    try {
      const before = await readUsage(deployment);
      await append(client, 20);
      const cost = costBetween(before, await readUsage(deployment), 10);
      expect(cost.messages).toBe(6);
      expect(cost.commits).toBe(2);
      expect(cost.statements).toBeGreaterThanOrEqual(6);
      expect(cost.statements).toBeLessThan(8); // readings ask, too
      expect(cost.walBytes).toBeGreaterThan(6_000);
      expect(cost.walBytes).toBeLessThan(60_000);
      expect(cost.connections).toBe(1);
      expect(cost.memoryMb).toBeGreaterThan(5);
      expect(cost.cpuMs.databases).toBeGreaterThan(0);
      expect(cost.cpuMs.gateway).toBe(0);
      expect(cost.cpuMs.provider).toBeNull();
    } finally {
      await client.end();
    }
  });

  it('is told per second of what is at rest', async () => {
    const before = await readUsage(deployment);
    await withClient(server.url('shop'), (client) => append(client, 20));
    const fourSecondsLater = { ...(await readUsage(deployment)), at: before.at + 4_000 };
    expect(restBetween(before, fourSecondsLater)).toMatchObject({
      seconds: expect.closeTo(4),
      commits: expect.closeTo(5),
      messages: expect.closeTo(15),
    });
  });

  it('does not count what was rolled back as committed', async () => {
    const before = await readUsage(deployment);
    await withClient(server.url('shop'), async (client) => {
      await client.query('BEGIN');
      await client.query('CREATE TABLE never (id int)');
      await client.query('ROLLBACK');
      await append(client, 3);
    });
    expect(costBetween(before, await readUsage(deployment), 1)).toMatchObject({ commits: 3, messages: 9 });
  });

  it('goes on counting messages when a day of the log is dropped', async () => {
    await withClient(server.url('shop'), async (client) => {
      await append(client, 1, 2);
      const before = await readUsage(deployment);
      await append(client, 2);
      await client.query('DROP TABLE stock.event_2');
      expect(costBetween(before, await readUsage(deployment), 1).messages).toBe(6);
    });
  });

  it('tells nothing per checkout when none was completed', async () => {
    const usage = await readUsage(deployment);
    const { cpuMs, memoryMb, connections, seconds, ...others } = costBetween(
      usage,
      await readUsage(deployment),
      0,
    );
    expect(seconds).toBeGreaterThan(0);
    expect(Object.values({ ...cpuMs, ...others }).every((value) => value === null)).toBe(true);
    expect([typeof memoryMb, typeof connections]).toEqual(['number', 'number']);
  });

  it('leaves out what a restarted server has forgotten, and keeps what it has not', async () => {
    const before = await readUsage(deployment);
    await server.stop();
    await server.start();
    await withClient(server.url('shop'), (client) => append(client, 2));
    const cost = costBetween(before, await readUsage(deployment), 1);
    expect([cost.cpuMs.databases, cost.statements, cost.commits]).toEqual([null, null, null]);
    expect(cost.messages).toBe(6);
    expect(cost.walBytes).toBeGreaterThan(6_000);
  });

  it('says nothing of databases that do not answer, and does not fail', async () => {
    const before = await readUsage(deployment);
    const run = running();
    await server.stop();
    const after = await readUsage({ ...deployment, run: () => Promise.resolve(run) });
    const cost = costBetween(before, after, 1);
    const nothing = { statements: null, commits: null, walBytes: null, messages: null, connections: null };
    expect(cost).toMatchObject({ ...nothing, memoryMb: null });
    await server.start();
  });
});

describe('commits of a server that does not count statements', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('are read when every session has reported its own', async () => {
    const worker = new pg.Client({ connectionString: database.url });
    await worker.connect();
    try {
      await withClient(database.url, async (client) => {
        await client.query('CREATE TABLE looked_at (id int)');
        const before = await reportedCommits(client);
        // The first is reported at once, and the others are kept back for a while.
        for (let times = 0; times < 51; times += 1) await worker.query('SELECT FROM looked_at');
        const counted = (await reportedCommits(client)) - before;
        expect(counted).toBeGreaterThanOrEqual(51);
        // Looking is a transaction, too, and it is looked for as long as it takes.
        expect(counted).toBeLessThan(51 + 500);
      });
    } finally {
      await worker.end();
    }
  });
});
