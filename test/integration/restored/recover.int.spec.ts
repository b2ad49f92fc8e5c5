import type { Cart, Order, Product } from '@comparison/checkers/stored';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

import { Client } from '../../support/e2e/client.js';
import { type CommandResult, whereabouts } from '../../support/e2e/command.js';
import { Deployment } from '../../support/e2e/deployment.js';
import { eventually } from '../../support/e2e/eventually.js';
import { quiescent } from '../../support/e2e/quiescent.js';
import { Shop } from '../../support/e2e/shop.js';
import { Postgres15 } from './postgres-15.fixture.js';

// A whole deployment is started twice, and its parts more often.
jest.setTimeout(300_000);

const PROFILE = `
services:
  goods: { modules: [product, stock], database: goods }
  shop: { modules: [cart, order, payment, shipment, customer, seller], database: shop }
databases:
  goods: { url: "\${GOODS_DATABASE_URL}" }
  shop: {}
  archive: {}
transport: kafka
checkout: choreography
eventStore: { database: archive }
`;

interface Found {
  readonly module: string;
  readonly starts: boolean;
  readonly missing: { readonly list: readonly { streamId: string; from: number; to: number }[] };
}

describe('a database of modules kept as rows that is restored from an older dump, to a new cluster at its address', () => {
  let root: string;
  let profile: string;
  let cluster: Postgres15;
  let deployment: Deployment | undefined;
  let client: Client | undefined;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'whereabouts-recover-'));
    await chmod(root, 0o755);
    profile = join(root, 'own-goods.yaml');
    await writeFile(profile, PROFILE);
    cluster = await Postgres15.start();
    await cluster.createDatabase('goods');
    process.env['GOODS_DATABASE_URL'] = cluster.url('goods');
  });
  afterAll(async () => {
    Reflect.deleteProperty(process.env, 'GOODS_DATABASE_URL');
    await down();
    await cluster.stop();
    await rm(root, { recursive: true, force: true });
  });

  async function up(): Promise<Shop> {
    deployment = await Deployment.start({ profile, dataDirectory: root });
    client = await Client.connect((await deployment.run()).origin);
    return new Shop(client);
  }
  async function down(): Promise<void> {
    await client?.close();
    client = undefined;
    deployment?.signal('SIGTERM');
    await deployment?.ended();
    deployment = undefined;
  }
  const run = (...args: readonly string[]): Promise<CommandResult> =>
    whereabouts(join(root, 'data'), ...args, '--profile', profile);
  const quiet = () => quiescent(() => deployment?.run() ?? Promise.reject(new Error('It is not up.')));

  async function buy(shop: Shop, customerId: string, product: Product): Promise<Order> {
    await shop.putItem(customerId, { product });
    return shop.order(customerId);
  }

  /** How far each stream of a module's log goes. */
  async function heads(module: string): Promise<Map<string, number>> {
    const sql = new pg.Client({ connectionString: cluster.url('goods') });
    await sql.connect();
    const { rows } = await sql.query<{ streamId: string; version: number }>(
      `SELECT stream_id AS "streamId", max(version)::int AS version FROM ${module}.event
        WHERE channel = 'events' GROUP BY stream_id ORDER BY stream_id COLLATE "C"`,
    );
    await sql.end();
    return new Map(rows.map(({ streamId, version }) => [streamId, version]));
  }
  async function reprice({ id }: Pick<Product, 'id'>, priceCents: number): Promise<void> {
    await client?.expect([200], 'PATCH', `/products/${id}`, {
      ...{ headers: { 'if-match': '*' }, body: { priceCents } },
    });
  }
  async function untilInCart(customerId: string, priceCents: number): Promise<void> {
    await eventually(async () => {
      const cart = await client?.get<Cart>(`/carts/${customerId}`);
      return cart?.items[0]?.unitPriceCents === priceCents;
    }, `the cart shows ${priceCents}`);
  }

  it('is not written before somebody has seen and accepted what is missing, and goes on after it', async () => {
    const shop = await up();
    const customer = await shop.customer();
    const lamp = await shop.offer({ priceCents: 1_000 });
    expect((await buy(shop, customer.id, lamp)).status).toBe('approved');
    await quiet();
    const dump = await cluster.dump('goods');

    for (const priceCents of [2_000, 3_000]) await reprice(lamp, priceCents);
    await shop.offer({ priceCents: 500 });
    expect((await buy(shop, customer.id, lamp)).status).toBe('approved');
    await quiet();
    const lost = { product: await heads('product'), stock: await heads('stock') };
    await down();

    await cluster.stop();
    cluster = await Postgres15.start(cluster.port);
    await cluster.restore(dump, 'goods');

    const refused = await run('up', '--port', '0');
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^service goods did not start: Module "product" was restored .*\n$/);
    expect(refused.err).toContain('"whereabouts recover product"');

    const looked = await run('recover', '--json');
    expect(looked.err).toContain(
      `"whereabouts recover product stock --accept-loss --profile ${profile} --data`,
    );
    expect(looked.code).toBe(1);
    const { modules } = JSON.parse(looked.out) as { modules: Found[] };
    expect(modules.map(({ module, starts }) => [module, starts])).toEqual([
      ['product', false],
      ['stock', false],
    ]);
    for (const module of ['product', 'stock'] as const) {
      const kept = await heads(module);
      const missing = [...lost[module]].flatMap(([streamId, to]) => {
        const from = (kept.get(streamId) ?? 0) + 1;
        return from > to ? [] : [{ streamId, from, to }];
      });
      const found = modules.find((each) => each.module === module)?.missing.list;
      expect(found?.map(({ streamId, from, to }) => ({ streamId, from, to }))).toEqual(missing);
      expect(missing.length).toBeGreaterThan(1);
    }

    const accepted = await run('recover', '--accept-loss');
    expect([accepted.code, accepted.err]).toEqual([0, '']);
    expect(accepted.out).toContain('product goes on after what it lost in');

    const after = await up();
    await after.putItem(customer.id, { product: lamp });
    // Its revision starts again from the dump's, and carts take newer ones than they know only.
    for (const priceCents of [3_200, 3_600, 4_000]) await reprice(lamp, priceCents);
    await untilInCart(customer.id, 4_000);
    expect((await after.order(customer.id)).status).toBe('approved');
    await quiet();
  });
});
