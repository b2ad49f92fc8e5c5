import { makeTables, settleTables } from '@apps/service';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EmbeddedPostgres } from '@platform/embedded';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { dryRun, runMove } from '../../commands/move/run-move.js';
import { DataDirectory } from '../data-directory.js';
import type { DeploymentPlan } from '../deployment-plan.js';
import { writeJson } from '../json-file.js';
import { placementRecord, recordOf } from '../placement-record.js';
import type { MovePoint, MoveTools } from './move.js';
import { RealShop } from './real-shop.fixture.js';

// A whole service starts, databases are made, and everything is copied more than once.
jest.setTimeout(180_000);

const program = (name: string) =>
  fileURLToPath(new URL(`../testing/fake-${name}.fixture.mjs`, import.meta.url));
const entries = {
  service: program('service'),
  gateway: '',
  tables: '',
  eventStore: '',
  provider: program('provider'),
};
const modules = ['cart', 'product', 'stock', 'order', 'payment', 'shipment', 'customer', 'seller'];

/** Followers of others' events, which take no part in a checkout. */
const followers = ['customer', 'seller'];

class Killed extends Error {}

describe('moving schemas between servers', () => {
  let parent: string;
  let directory: DataDirectory;
  let shared: TestDatabase;
  let together: DeploymentPlan;
  /** The same, with some of the modules on an embedded server of their own. */
  let apart: DeploymentPlan;
  let books: unknown;
  const printed = { text: '', write: (text: string) => (printed.text += text) };

  beforeAll(async () => {
    shared = await createTestDatabase();
    together = {
      ...{
        profile: 'together',
        transport: 'in-process',
        coordination: 'transaction',
        pool: { max: 5 },
        eventStore: null,
      },
      services: [{ name: 'shop', replicas: 1, modules }],
      databases: [{ name: 'shared', url: shared.url }],
      placement: modules.map((module) => ({
        ...{ module, database: 'shared', schema: module, persistence: 'state' },
      })),
      topics: { partitions: 4, replication: 1 },
    };
    apart = {
      ...{ ...together, profile: 'apart', databases: [...together.databases, { name: 'own' }] },
      placement: together.placement.map((placed) =>
        followers.includes(placed.module) ? { ...placed, database: 'own' } : placed,
      ),
    };
    parent = await mkdtemp(join(tmpdir(), 'whereabouts-move-'));
    await chmod(parent, 0o755);
    directory = new DataDirectory(join(parent, 'data'));
    await directory.prepare();
    await writeJson(
      directory.placement,
      recordOf(together, undefined, {
        ...{ deploymentId: 'deployment-0badcafe', demo: 'left out' },
        unfinished: { arriving: [], retiring: [] },
      }),
    );
    await inShop(together, async (shop) => {
      await shop.load();
      await shop.buyAll();
      books = await shop.books();
    });
  });

  beforeEach(() => {
    printed.text = '';
  });

  afterEach(async () => {
    Reflect.deleteProperty(process.env, 'FAKE_OPEN_SAGAS');
    await EmbeddedPostgres.stopLeftBehind(directory.databaseDirectory('own'));
  });

  afterAll(async () => {
    await rm(parent, { recursive: true, force: true });
    await shared.drop();
  });

  const tools = (change: Partial<MoveTools> = {}): MoveTools => ({
    tables: { make: makeTables, settle: settleTables },
    drainLimitMs: 10_000,
    ...change,
  });
  const moveTo = (plan: DeploymentPlan, change?: Partial<MoveTools>, from = new Map<string, string>()) =>
    runMove({ ...{ plan, directory, entries, output: printed, from }, moveTools: tools(change) });
  const killAt = (point: MovePoint): Partial<MoveTools> => ({
    reached: (reached) => {
      if (reached === point) throw new Killed(point);
    },
  });
  const placedBy = async () =>
    placementRecord.parse(JSON.parse(await readFile(directory.placement, 'utf8'))).profile;

  async function inShop<T>(plan: DeploymentPlan, work: (shop: RealShop) => Promise<T>): Promise<T> {
    return withOwn(plan, async (urlOf) => {
      const shop = await RealShop.open(plan, urlOf, join(parent, 'provider'));
      try {
        return await work(shop);
      } finally {
        await shop.close();
      }
    });
  }

  /** With the embedded server running, where the plan has one. */
  async function withOwn<T>(
    plan: DeploymentPlan,
    work: (urlOf: (name: string) => string) => Promise<T>,
  ): Promise<T> {
    const own = new EmbeddedPostgres({ directory: directory.databaseDirectory('own') });
    const needed = plan.databases.some(({ name }) => name === 'own');
    if (needed) await own.start();
    try {
      return await work((name) => (name === 'own' ? own.url('own') : shared.url));
    } finally {
      await own.stop();
    }
  }

  async function inShared<Row extends object>(statement: string): Promise<Row[]> {
    const sql = new pg.Client({ connectionString: shared.url });
    await sql.connect();
    try {
      return (await sql.query<Row>(statement)).rows;
    } finally {
      await sql.end();
    }
  }
  const schemasInShared = async () =>
    (
      await inShared<{ name: string }>(
        `SELECT nspname AS name FROM pg_namespace WHERE nspname ~ '^(${followers.join('|')})' ORDER BY 1`,
      )
    ).map(({ name }) => name.replace(/\d{14}$/, 'TIME'));

  it('says what it would move, and moves nothing', async () => {
    await dryRun({ ...{ plan: apart, directory, entries, output: printed } });
    expect(printed.text).toContain('own.seller');
    expect(printed.text).toContain('Nothing was moved.');
    expect(await placedBy()).toBe('together');
  });

  it('refuses while something is under way, and says what and how to go on', async () => {
    process.env['FAKE_OPEN_SAGAS'] = '2';
    await expect(moveTo(apart, { drainLimitMs: 300 })).rejects.toThrow(
      /^What was begun under profile "together" has not ended within 0\.3 s \(2 open sagas\): run "whereabouts move --profile apart" to give it more time, .*\.$/,
    );
    expect(await placedBy()).toBe('together');
    expect(await schemasInShared()).toEqual(followers);
  });

  it('refuses a copy that differs from its original, which stays where it is and in use', async () => {
    const tampered = {
      make: async (configuration: Parameters<typeof makeTables>[0]) => {
        await makeTables(configuration);
        const { schema } = configuration.placement.modules.find(({ module }) => module === 'seller') ?? {};
        const sql = new pg.Client({ connectionString: configuration.placement.databases[0]?.url });
        await sql.connect();
        await sql.query(`
          CREATE FUNCTION ${schema}.tamper() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.total_cents := NEW.total_cents + 1; NEW.freight_cents := NEW.freight_cents + 1; RETURN NEW; END';
          CREATE TRIGGER tamper BEFORE INSERT ON ${schema}.dashboard_entry FOR EACH ROW EXECUTE FUNCTION ${schema}.tamper()`);
        await sql.end();
      },
      settle: settleTables,
    };
    await expect(moveTo(apart, { tables: tampered })).rejects.toThrow(
      /^The copy of table dashboard_entry of module seller has other contents: nothing was moved/,
    );
    expect(await placedBy()).toBe('together');
    expect(await inShop(together, (shop) => shop.books())).toEqual(books);
  });

  it('finds everything again on the other server, once, and goes on from there', async () => {
    await moveTo(apart);
    expect(printed.text).toMatch(/seller copied from shared .* to own: \d+ tables, \d+ rows, compared/);
    expect(await placedBy()).toBe('apart');
    expect(await schemasInShared()).toEqual(['customer_moved_TIME', 'seller_moved_TIME']);
    await inShop(apart, async (shop) => {
      expect(await shop.books()).toEqual(books);
      await shop.buyAll();
      await shop.reprice(1234);
      books = await shop.books();
    });
    const { customers } = books as { customers: { paidOrders: number }[] };
    expect(customers.reduce((sum, { paidOrders }) => sum + paidOrders, 0)).toBe(24);
  });

  it('keeps the old schemas out of reach of their modules', async () => {
    const [old] = await inShared<{ name: string }>(
      `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'seller_moved_%'`,
    );
    expect(await inShared(`SELECT FROM ${old?.name ?? ''}.seller`)).toHaveLength(3);
    await expect(
      inShared(`SET ROLE whereabouts_seller; SELECT FROM ${old?.name ?? ''}.seller`),
    ).rejects.toThrow('permission denied for schema');
  });

  it('finds everything again on its way back', async () => {
    await moveTo(together);
    await inShop(together, async (shop) => {
      expect(await shop.books()).toEqual(books);
      await shop.buyAll();
      books = await shop.books();
    });
    const { customers } = books as { customers: { paidOrders: number }[] };
    expect(customers.reduce((sum, { paidOrders }) => sum + paidOrders, 0)).toBe(36);
  });

  it('does nothing where everything is in its place', async () => {
    await moveTo(together);
    expect(printed.text).toMatch(/^The data in .* is where profile together wants it/);
  });

  it('does not take the absence of data for data', async () => {
    await inShared('ALTER SCHEMA seller RENAME TO mislaid');
    await expect(moveTo(apart)).rejects.toThrow(/^Module seller has no data in shared .*restore it/);
    await inShared('ALTER SCHEMA mislaid RENAME TO seller');
    expect(await placedBy()).toBe('together');
  });

  it('refuses a place that is taken', async () => {
    await withOwn(apart, async (urlOf) => {
      const sql = new pg.Client({ connectionString: urlOf('own') });
      await sql.connect();
      await sql.query('CREATE SCHEMA seller');
      await sql.end();
    });
    await expect(moveTo(apart)).rejects.toThrow(
      'Module seller cannot move to own, where another schema seller is already',
    );
    await withOwn(apart, async (urlOf) => {
      const sql = new pg.Client({ connectionString: urlOf('own') });
      await sql.connect();
      await sql.query('DROP SCHEMA seller');
      await sql.end();
    });
  });

  it('starts over, wherever it was cut off before it was decided', async () => {
    const [from, to] = (await placedBy()) === 'together' ? [together, apart] : [apart, together];
    for (const point of ['checked', 'drained', 'made', 'copied', 'settled'] as const) {
      await expect(moveTo(to, killAt(point))).rejects.toThrow(new Killed(point));
      expect(await placedBy()).toBe(from.profile);
    }
    expect(await inShop(from, (shop) => shop.books())).toEqual(books);
    await moveTo(to);
    expect(await placedBy()).toBe(to.profile);
    expect(await inShop(to, (shop) => shop.books())).toEqual(books);
  });

  it.each<MovePoint>(['decided', 'finished'])('cut off when it was %s, it is done with', async (point) => {
    const to = (await placedBy()) === 'together' ? apart : together;
    await expect(moveTo(to, killAt(point))).rejects.toThrow(Killed);
    expect(await placedBy()).toBe(to.profile);
    await moveTo(to);
    expect(await inShop(to, (shop) => shop.books())).toEqual(books);
  });

  it('asks for the log-in of a database that the profile does not use any more', async () => {
    const own = { ...apart, profile: 'own', databases: [{ name: 'own' }] };
    const plan = { ...own, placement: own.placement.map((placed) => ({ ...placed, database: 'own' })) };
    await expect(moveTo(plan)).rejects.toThrow(
      /^Database shared was at 127\.0\.0\.1:\d+\/test_\w+, .* run "whereabouts move --profile own --from shared=postgres:/,
    );
    const known = new Map([['shared', shared.url]]);
    await expect(moveTo(plan, killAt('decided'), known)).rejects.toThrow(Killed);

    await moveTo(plan);
    expect(printed.text).toContain('the data that module stock left in shared is not put aside yet');
    expect(await inShop(plan, (shop) => shop.books())).toEqual(books);
    await moveTo(plan, {}, known);
    expect(await inShared(`SELECT FROM pg_namespace WHERE nspname = 'stock'`)).toEqual([]);
  });
});
