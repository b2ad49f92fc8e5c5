import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EmbeddedPostgres, startTimeOf } from '@platform/embedded';
import type { ServiceConfiguration } from '@platform/profile';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataDirectory } from '../../deployment/data-directory.js';
import type { DeploymentPlan } from '../../deployment/deployment-plan.js';
import { exists, RunningUp, type FixtureOptions } from '../../deployment/testing/running-up.js';
import { fakeTables } from '../../deployment/testing/fake-tables.js';
import { placementRecord } from '../../deployment/placement-record.js';
import type { RunFile } from '../../deployment/run-file.js';
import { runDown } from '../down/run-down.js';
import { runLogs } from '../logs/run-logs.js';
import { runReset } from '../reset/run-reset.js';
import { runStatus } from '../status/run-status.js';

const placed = (module: string, database: string) => ({
  module,
  database,
  schema: module,
  persistence: 'state' as const,
});

const plan: DeploymentPlan = {
  profile: 'pair',
  services: [
    { name: 'front', replicas: 1, modules: ['cart'] },
    { name: 'back', replicas: 2, modules: ['stock'] },
  ],
  databases: [{ name: 'left' }, { name: 'right' }],
  placement: [placed('cart', 'left'), placed('stock', 'right')],
  transport: 'kafka',
  coordination: 'choreography',
  eventStore: null,
  topics: { partitions: 4, replication: 1 },
  pool: { max: 10 },
};

/** One process, one replica: no gateway, no broker. */
const alone: DeploymentPlan = {
  ...plan,
  services: [{ name: 'front', replicas: 1, modules: ['cart', 'stock'] }],
  transport: 'in-process',
};

describe('whereabouts up', () => {
  let parent: string;
  let data: string;
  let directory: DataDirectory;
  const started: RunningUp[] = [];
  const printed = { text: '', write: (text: string) => (printed.text += text) };

  const up = (options: Partial<FixtureOptions> = {}) => {
    const running = new RunningUp({ plan, data, ...options });
    started.push(running);
    return running;
  };

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'whereabouts-up-'));
    await chmod(parent, 0o755);
    data = join(parent, 'data');
    directory = new DataDirectory(data);
    printed.text = '';
  });

  afterEach(async () => {
    for (const running of started.splice(0)) await running.end();
    for (const name of ['left', 'right'])
      await EmbeddedPostgres.stopLeftBehind(directory.databaseDirectory(name));
    await rm(parent, { recursive: true, force: true });
  });

  it('starts every part, says where data lives, and stops services before provider and databases', async () => {
    const running = up();
    const run = await running.ready();
    expect(run.databases.map(({ name, modules }) => ({ name, modules }))).toEqual([
      { name: 'left', modules: ['cart'] },
      { name: 'right', modules: ['stock'] },
    ]);
    expect(run.services.map(({ name, replica, modules }) => ({ name, replica, modules }))).toEqual([
      { name: 'front', replica: 0, modules: ['cart'] },
      { name: 'back', replica: 0, modules: ['stock'] },
      { name: 'back', replica: 1, modules: ['stock'] },
    ]);
    expect(run).toMatchObject({
      ...{ profile: 'pair', origin: run.gateway?.url },
      broker: { kind: 'embedded', url: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
    });
    for (const { url } of run.databases) expect(await one(url)).toEqual([{ one: 1 }]);

    // Behind a gateway, which counts clients, a service has one.
    expect(await (await fetch(new URL('/rate-limit', run.services[0]?.url))).json()).toBe('');
    const configuration = (await (await fetch(new URL('/configuration', run.origin))).json()) as object;
    expect(configuration).toMatchObject({
      service: 'front',
      replica: 0,
      modules: ['cart'],
      provider: { url: run.provider.url },
      broker: { brokers: [run.broker?.url] },
      peers: [
        { module: 'cart', urls: [run.services[0]?.url] },
        { module: 'stock', urls: [run.services[1]?.url, run.services[2]?.url] },
      ],
    });
    expect(await (await fetch(new URL('/gateway', run.origin))).json()).toEqual({
      ...{ host: '127.0.0.1', port: Number(new URL(run.origin).port) },
      services: [
        { name: 'front', modules: ['cart'], urls: [run.services[0]?.url] },
        { name: 'back', modules: ['stock'], urls: [run.services[1]?.url, run.services[2]?.url] },
      ],
    });
    expect(configuration).toMatchObject({
      placement: { databases: [{ name: 'left', url: run.databases[0]?.url, pool: { max: 10 } }] },
    });

    await running.says('warned by back');
    expect(running.output).not.toContain('quiet');
    for (const text of ['left.cart', 'back × 2', 'right.stock', run.origin, 'curl -s'])
      expect(running.output).toContain(text);

    expect(await running.end('SIGINT')).toBe(0);
    for (const pid of pidsOf(run)) expect(await startTimeOf(pid)).toBeUndefined();
    expect(await exists(directory.runFile)).toBe(false);
    expect(await exists(directory.upFile)).toBe(false);
    const ends = (await readFile(join(directory.logs, 'order-of-ends.txt'), 'utf8')).trim().split('\n');
    expect([ends[0], ...ends.slice(-2)]).toEqual(['gateway', 'provider', 'broker']);
    expect(ends.slice(1, -2).sort()).toEqual([
      ...['back, database running', 'back, database running', 'front, database running'],
    ]);
  });

  it('puts a service that is alone at the public address, with nothing in front of it and no broker', async () => {
    const running = up({ plan: alone });
    const run = await running.ready();
    expect(run).toMatchObject({ origin: run.services[0]?.url, gateway: null, broker: null });
    const configuration = (await (await fetch(new URL('/configuration', run.origin))).json()) as object;
    expect(configuration).toMatchObject({
      broker: null,
      peers: [{ module: 'cart', urls: [run.origin] }, {}],
    });
  });

  it('loads the demo data on a first start only', async () => {
    const batches = async (origin: string): Promise<unknown> =>
      (await fetch(new URL('/batches', origin))).json();
    const first = up({ demo: true });
    expect(await batches((await first.ready()).origin)).toEqual({
      ...{ '/sellers:batch': 20, '/customers:batch': 200, '/products:batch': 300, '/stock:batch': 300 },
    });
    await first.end();
    const second = up({ demo: true });
    expect(await batches((await second.ready()).origin)).toEqual({});
  });

  it('starts every kind of part again that was killed, at the same address', async () => {
    const running = up();
    const before = await running.ready();
    const parts: [string, (run: RunFile) => number | null | undefined][] = [
      ['service back', ({ services }) => services[1]?.pid],
      ['database right', ({ databases }) => databases[1]?.pid],
      ['broker', ({ broker }) => broker?.pid],
      ['gateway', ({ gateway }) => gateway?.pid],
      ['payment provider', ({ provider }) => provider.pid],
    ];
    for (const [label, pidOf] of parts) {
      const killed = pidOf(before) ?? -1;
      process.kill(killed, 'SIGKILL');
      await running.says(`${label} was ended by SIGKILL: it is started again`);
      await running.says(`${label} runs again`);
      await running.until(async () => {
        const pid = pidOf((await running.runFile()) ?? before);
        return pid !== killed && (await startTimeOf(pid ?? -1)) !== undefined;
      }, `run.json tells of the new process of ${label}`);
    }
    const after = await running.ready();
    expect(addressesIn(after)).toEqual(addressesIn(before));
    expect(await one(after.databases[1]?.url ?? '')).toEqual([{ one: 1 }]);
    expect((await fetch(new URL('/configuration', after.services[1]?.url))).status).toBe(200);
    expect((await fetch(new URL('/configuration', after.origin))).status).toBe(200);
  });

  it('leaves no service behind when it is killed, and the next one takes over its databases and its broker', async () => {
    const first = up();
    const run = await first.ready();
    await first.end('SIGKILL');
    for (const { pid } of [...run.services, run.provider, run.gateway ?? { pid: null }]) await gone(pid);
    expect(await startTimeOf(run.databases[0]?.pid ?? -1)).toBeDefined();

    const second = up();
    const again = await second.ready();
    expect(second.output).toContain('database left was left behind and is stopped');
    expect(second.output).toContain('broker was left behind and is stopped');
    for (const { pid } of [...run.databases, run.broker ?? { pid: null }])
      expect(await startTimeOf(pid ?? -1)).toBeUndefined();
    expect(await one(again.databases[0]?.url ?? '')).toEqual([{ one: 1 }]);
  });

  it('refuses a data directory in use, a taken port, and data that it cannot move, each in one sentence', async () => {
    const running = up();
    const { origin } = await running.ready();
    const rival = up();
    expect(await rival.ended()).toBe(1);
    expect(rival.output).toContain(`is in use by another "whereabouts up" (process ${running.pid})`);

    const otherData = join(parent, 'other');
    const samePort = up({ data: otherData, port: Number(new URL(origin).port) });
    expect(await samePort.ended()).toBe(1);
    expect(samePort.output).toMatch(/^Port \d+ on 127\.0\.0\.1 is taken: .*--port.*\n$/);

    await running.end();
    const otherwise = up({
      plan: {
        ...plan,
        placement: [placed('cart', 'left'), { ...placed('stock', 'right'), persistence: 'events' }],
      },
    });
    expect(await otherwise.ended()).toBe(1);
    expect(otherwise.output).toMatch(/module stock is kept as state, .* as it was, or choose another/);
  });

  describe('over data that was placed elsewhere', () => {
    const moved: DeploymentPlan = {
      ...{ ...plan, profile: 'moved', databases: [{ name: 'right' }] },
      placement: [placed('cart', 'right'), placed('stock', 'right')],
    };
    const placement = async () =>
      placementRecord.parse(JSON.parse(await readFile(directory.placement, 'utf8')));
    const kept = (run: RunFile, module: string) =>
      query(
        run.databases.find(({ modules }) => modules.includes(module))?.url ?? '',
        `SELECT what FROM ${module}.kept ORDER BY id`,
      );
    const keep = (run: RunFile, what: string) =>
      query(run.databases[0]?.url ?? '', `INSERT INTO cart.kept (what) VALUES ('${what}')`);

    beforeEach(async () => {
      const running = up();
      const run = await running.ready();
      const databases = run.databases.map(({ name, url }) => ({ name, url, pool: { max: 1 } }));
      await fakeTables.make({
        ...{ placement: { databases, modules: [...plan.placement] }, modules: ['cart', 'stock'] },
      } as ServiceConfiguration);
      await keep(run, 'an order');
      await running.end();
    });

    it('brings it along and goes on from there, in both directions', async () => {
      const { deploymentId } = await placement();
      const there = up({ plan: moved });
      const run = await there.ready();
      expect(there.output).toContain('cart copied from left to right: 1 tables, 1 rows, compared');
      expect(await kept(run, 'cart')).toEqual([{ what: 'an order' }]);
      expect(run.databases.map(({ name }) => name)).toEqual(['right']);
      expect(await EmbeddedPostgres.stopLeftBehind(directory.databaseDirectory('left'))).toBe(false);
      await keep(run, 'another order');
      await there.end();

      const back = up();
      expect(await kept(await back.ready(), 'cart')).toEqual([
        { what: 'an order' },
        { what: 'another order' },
      ]);
      expect((await placement()).deploymentId).toBe(deploymentId);
    });

    it.each(['copied', 'decided'] as const)(
      'does so when an earlier one was killed when it had %s',
      async (dieAt) => {
        const killed = up({ plan: moved, dieAt });
        expect(await killed.ended()).toBe('SIGKILL');
        const again = up({ plan: moved });
        expect(await kept(await again.ready(), 'cart')).toEqual([{ what: 'an order' }]);
        expect((await placement()).unfinished).toEqual({ arriving: [], retiring: [] });
      },
    );

    it('begins new topics and settles every log when messages go other ways', async () => {
      const before = await placement();
      const other = up({ plan: { ...plan, profile: 'other', coordination: 'orchestration' } });
      await other.ready();
      expect(other.output).toContain('coordinated by choreography and will be by orchestration');
      expect((await placement()).deploymentId).not.toBe(before.deploymentId);
      expect(await readFile(join(directory.logs, 'settled.txt'), 'utf8')).toBe('cart,stock\n');
    });
  });

  it('stops everything again when a service cannot start, and tells why', async () => {
    const running = up({
      plan: { ...alone, services: [{ name: 'front', replicas: 1, modules: ['cart', 'broken'] }] },
    });
    expect(await running.ended()).toBe(1);
    expect(running.output).toContain('service front did not start: module broken cannot work.');
    expect(await EmbeddedPostgres.stopLeftBehind(directory.databaseDirectory('left'))).toBe(false);
    expect(await exists(directory.upFile)).toBe(false);
  });

  it('stops cleanly when interrupted while it starts', async () => {
    const running = up();
    await running.says('Starting database left');
    expect(await running.end('SIGINT')).toBe(0);
    expect(await EmbeddedPostgres.stopLeftBehind(directory.databaseDirectory('left'))).toBe(false);
    expect(await exists(directory.lock)).toBe(false);
  });

  it('is stopped by down, shown by status and logs, and removed by reset', async () => {
    const running = up();
    await running.ready();
    expect(await runStatus(directory, printed)).toBe(true);
    for (const part of ['service back (replica 1)', 'gateway', 'broker'])
      expect(printed.text).toContain(part);
    await runLogs(directory, [], printed);
    for (const log of ['front-0.log', 'gateway.log'])
      expect(printed.text).toContain(join(directory.logs, log));
    await expect(runReset(directory, true, printed)).rejects.toThrow('is in use by another "whereabouts up"');

    await runDown(directory, printed);
    expect(await running.ended()).toBe(0);
    expect(await runStatus(directory, printed)).toBe(false);

    await runReset(directory, true, printed);
    expect(await exists(data)).toBe(false);
  });

  it('stops what a killed up left, by down', async () => {
    const running = up();
    const run = await running.ready();
    await running.end('SIGKILL');
    expect(await runStatus(directory, printed)).toBe(false);
    await runDown(directory, printed);
    for (const { pid } of run.databases) expect(await startTimeOf(pid ?? -1)).toBeUndefined();
    expect(await readdir(data)).not.toContain('up.json');
  });

  it('answers in one sentence that a port it wants belongs to somebody else, before it starts anything', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    try {
      const running = up({ port: (blocker.address() as AddressInfo).port });
      expect(await running.ended()).toBe(1);
      expect(running.output).not.toContain('Starting');
    } finally {
      blocker.close();
    }
  });
});

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

const one = (url: string) => query(url, 'select 1 as one');

function pidsOf({ services, databases, provider, gateway, broker }: RunFile): number[] {
  return [...services, ...databases, provider, gateway, broker].map((part) => part?.pid ?? -1);
}

function addressesIn({ services, databases, provider, gateway, broker }: RunFile): unknown[] {
  return [...services, ...databases, provider, gateway, broker].map((part) => part?.url);
}

async function gone(pid: number | null): Promise<void> {
  const deadline = Date.now() + 10_000;
  while ((await startTimeOf(pid ?? -1)) !== undefined) {
    if (Date.now() > deadline) throw new Error(`Process ${String(pid)} still runs.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
