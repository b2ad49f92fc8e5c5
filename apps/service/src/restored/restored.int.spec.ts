import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import { type EncodedMessage, recordedStreamPath } from '@platform/messaging';
import type { ServiceConfiguration } from '@platform/profile';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import pg from 'pg';

import { startService } from '../start-service.js';
import { settleTables } from '../tables/tables-tasks.js';
import { compareLogs, NOTHING_LOST, settleLogs } from './recover-tasks.js';

const modules = ['product', 'seller', 'order'];
const nobodyListens = () => undefined;

describe('modules whose database was restored from an older dump', () => {
  let database: TestDatabase;
  let eventStore: Server;
  let service: Awaited<ReturnType<typeof startService>> | undefined;
  let archived: EncodedMessage[];
  let productId: string;

  beforeAll(async () => {
    eventStore = createServer((request, response) => {
      const isAsked = request.url?.startsWith('/internal/archive/product/events') ?? false;
      response.end(JSON.stringify({ items: isAsked ? archived : [], incomplete: [] }));
    }).listen(0, '127.0.0.1');
    await once(eventStore, 'listening');
  });
  afterAll(() => {
    eventStore.close();
    eventStore.closeAllConnections();
  });
  beforeEach(async () => {
    database = await createTestDatabase();
    archived = [];
    productId = randomUUID();
  });
  afterEach(async () => {
    await close();
    await database.drop();
  });

  async function close(): Promise<void> {
    await service?.close();
    service = undefined;
  }
  const archive = () => {
    const address = eventStore.address();
    if (!address || typeof address === 'string') throw new Error('Nobody listens.');
    return { url: `http://127.0.0.1:${address.port}` };
  };
  function configuration(
    asEvents: readonly string[],
    changes: Partial<ServiceConfiguration> = {},
  ): ServiceConfiguration {
    return {
      ...{ deploymentId: 'test', service: 'shop', replica: 0, host: '127.0.0.1', port: 0, modules },
      placement: {
        databases: [{ name: 'shared', url: database.url, pool: { max: 10 } }],
        modules: modules.map((module) => ({
          ...{ module, database: 'shared', schema: module },
          persistence: asEvents.includes(module) ? ('events' as const) : ('state' as const),
        })),
      },
      // Nobody answers there: it waits for it, and starts all the same.
      ...{ transport: 'kafka', broker: { brokers: ['127.0.0.1:1'] }, coordination: 'orchestration' },
      ...{ demo: false, dataDir: '', eventStore: archive() },
      peers: modules.map((module) => ({ module, urls: ['http://127.0.0.1:9'] })),
      ...{ topics: { partitions: 4, replication: 1 }, provider: { url: 'http://127.0.0.1:9' } },
      ...changes,
    };
  }
  async function start(...[asEvents, changes]: Parameters<typeof configuration>): Promise<string> {
    service = await startService(configuration(asEvents, changes));
    return service.url;
  }
  async function send(url: string, method: string, path: string, body: object): Promise<void> {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { 'content-type': 'application/json', ...(method === 'PATCH' && { 'if-match': '*' }) },
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
  }
  async function query(...statements: readonly string[]): Promise<void> {
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    for (const statement of statements) await sql.query(statement);
    await sql.end();
  }
  const recorded = async (url: string): Promise<EncodedMessage[]> => {
    const response = await fetch(new URL(recordedStreamPath('product', `product-${productId}`), url));
    return ((await response.json()) as { items: EncodedMessage[] }).items;
  };
  const versions = async (url: string) =>
    (await recorded(url)).map(({ headers }) => headers['ce_streamversion']);

  /** A product of three versions, of which the dump knows one. */
  async function restore(asEvents: readonly string[]): Promise<void> {
    const url = await start(asEvents);
    await send(url, 'PUT', `/products/${productId}`, {
      ...{ sellerId: randomUUID(), name: 'Lamp', sku: 'L-1', category: 'home', currency: 'EUR' },
      ...{ priceCents: 1000, freightCents: 100 },
    });
    for (const priceCents of [2000, 3000]) await send(url, 'PATCH', `/products/${productId}`, { priceCents });
    archived = await recorded(url);
    await close();
    await query('DELETE FROM product.event WHERE version > 1', 'UPDATE product.stream_head SET version = 1');
    await otherCluster('product');
  }
  const otherCluster = (module: string) =>
    query(`UPDATE ${module}.log_base SET system_identifier = 1, server_started_at = '2020-01-01'`);

  const compare = (asEvents: readonly string[], ...names: string[]) =>
    compareLogs(configuration(asEvents), names, nobodyListens);
  const settle = (asEvents: readonly string[], ...names: string[]) =>
    settleLogs(configuration(asEvents), names, nobodyListens);

  it('kept as rows do not start, at the second attempt neither, until it is settled; then they write above what was lost', async () => {
    await restore([]);
    await expect(start([])).rejects.toThrow(/^Module "product" was restored .*"whereabouts recover product"/);
    await expect(start([])).rejects.toThrow('Module "product"');
    expect(await compare([])).toMatchObject([
      {
        ...{ module: 'product', returns: 'nothing', keepsSagas: false, comparedWith: 'archive', looked: 3 },
        beyond: [{ streamId: `product-${productId}`, from: 2, to: 3, events: 2 }],
        ...{ differing: [], lacking: [], restoredAt: expect.any(String) as unknown },
      },
    ]);
    await expect(start([])).rejects.toThrow('Module "product"');
    expect(await settle([], 'product')).toEqual([{ module: 'product', events: 0, streams: 1 }]);
    expect(await compare([])).toEqual([]);
    const url = await start([]);
    await send(url, 'PATCH', `/products/${productId}`, { priceCents: 4000 });
    expect(await versions(url)).toEqual(['1', '4']);
  });

  it('kept as rows start where messages stay in the process, and where they were moved on purpose', async () => {
    await restore([]);
    await start([], { transport: 'in-process', broker: null });
    await close();
    await settleTables(configuration([], { modules: ['product'] }));
    await start([]);
  });

  it('kept as events are looked at when they are named, and get back what is archived', async () => {
    await restore(['product']);
    await query(
      `UPDATE product.log_base SET system_identifier = (SELECT system_identifier FROM pg_control_system())`,
    );
    expect(await compare(['product'])).toEqual([]);
    expect(await compare(['product'], 'product')).toMatchObject([{ restoredAt: null, beyond: [{ to: 3 }] }]);
    expect(await settle(['product'], 'product')).toEqual([{ module: 'product', events: 2, streams: 0 }]);
    expect(await versions(await start(['product']))).toEqual(['1', '2', '3']);
  });

  it('that keep sagas do not start, though their events come back, and start when that is settled', async () => {
    await (await startService(configuration(['order']))).close();
    await query(
      `INSERT INTO "order".log_base SELECT true, 0, 1, '2020-01-01' ON CONFLICT (only_row) DO UPDATE
         SET system_identifier = 1, server_started_at = '2020-01-01'`,
    );
    await expect(start(['order'])).rejects.toThrow('Module "order" was restored');
    expect(await compare(['order'])).toMatchObject([
      { module: 'order', keepsSagas: true, returns: 'events' },
    ]);
    await settle(['order'], 'order');
    await start(['order']);
  });

  it('without an archive are compared with what others have handled of them, and go on after that', async () => {
    await restore([]);
    await query(
      `INSERT INTO seller.inbox (consumer, source_module, channel, stream_id, first_version, last_version, marked_on)
       VALUES ('seller.products', 'product', 'events', 'product-${productId}', 1, 2, current_date)`,
    );
    const alone = configuration([], { eventStore: null });
    expect(await compareLogs(alone, [], nobodyListens)).toMatchObject([
      { comparedWith: 'consumers', beyond: [{ streamId: `product-${productId}`, from: 2, to: 2 }] },
    ]);
    await expect(start(['product'], { eventStore: null })).rejects.toThrow('Module "product"');
    expect(await settleLogs(alone, ['product'], nobodyListens)).toEqual([
      { module: 'product', events: 0, streams: 1 },
    ]);
    const url = await start([], { eventStore: null });
    await send(url, 'PATCH', `/products/${productId}`, { priceCents: 4000 });
    expect(await versions(url)).toEqual(['1', '3']);
  });

  it('are told of as settled when they are named again, and noted anew when they are to be settled again', async () => {
    await restore([]);
    await settle([], 'product');
    const [again] = await compare([], 'product');
    expect(again).toMatchObject({ settledAt: expect.any(String) as unknown, beyond: [] });
    await settle([], 'product');
    const [later] = await compare([], 'product');
    expect(Date.parse(later?.restoredAt ?? '')).toBeGreaterThan(Date.parse(again?.restoredAt ?? ''));
  });

  it('kept as events are refused before anything is noted when they have gone on otherwise', async () => {
    await restore(['product']);
    await query(
      `UPDATE product.log_base SET system_identifier = (SELECT system_identifier FROM pg_control_system())`,
    );
    const url = await start(['product'], { transport: 'in-process', broker: null });
    await send(url, 'PATCH', `/products/${productId}`, { priceCents: 9000 });
    await close();
    await expect(settle(['product'], 'product')).rejects.toThrow(/^The streams of "product" cannot be made/);
    expect(await compare(['product'])).toEqual([]);
  });

  describe('without an archive', () => {
    const alone = (asEvents: readonly string[] = []) => configuration(asEvents, { eventStore: null });
    const handled = () =>
      query(
        `INSERT INTO seller.inbox (consumer, source_module, channel, stream_id, first_version, last_version, marked_on)
         VALUES ('seller.products', 'product', 'events', 'product-${productId}', 1, 2, current_date)`,
      );

    it('are neither compared nor settled where other modules cannot be asked', async () => {
      await restore([]);
      const one = { ...alone(), modules: ['product'] };
      const sentence = /seller, order cannot be asked here: it takes a configuration with all modules/;
      await expect(compareLogs(one, [], nobodyListens)).rejects.toThrow(sentence);
      await expect(settleLogs(one, ['product'], nobodyListens)).rejects.toThrow(sentence);
    });

    it('are not settled when kept as events and others know more', async () => {
      await restore(['product']);
      await handled();
      await expect(settleLogs(alone(['product']), ['product'], nobodyListens)).rejects.toThrow(
        /^The streams of "product" cannot be made/,
      );
      await expect(start(['product'], { eventStore: null })).rejects.toThrow('Module "product"');
    });

    it('are not settled when several were restored together, but when nothing was lost', async () => {
      await restore([]);
      await otherCluster('seller');
      await query(
        `INSERT INTO seller.log_base SELECT true, 0, 1, '2020-01-01' ON CONFLICT (only_row) DO NOTHING`,
      );
      const both = ['product', 'seller'];
      await expect(settleLogs(alone(), both, nobodyListens)).rejects.toThrow(
        /give the deployment an Event Store/,
      );
      await expect(settleLogs(alone(), ['product'], nobodyListens)).rejects.toThrow('Event Store');
      await settleLogs(alone(), [NOTHING_LOST, ...both], nobodyListens);
      expect(await compareLogs(alone(), [], nobodyListens)).toEqual([]);
    });

    it('are settled when that is told, also after somebody died amid it', async () => {
      await restore(['product']);
      await compareLogs(alone(['product']), [], nobodyListens);
      await query(`UPDATE product.log_base SET claimed_until = statement_timestamp() + interval '2 seconds'`);
      await settleLogs(alone(['product']), ['product'], nobodyListens);
      expect(await compareLogs(alone(['product']), [], nobodyListens)).toEqual([]);
    });
  });
});
