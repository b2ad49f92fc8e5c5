import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import { waitUntil } from '@platform/messaging/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

import { marketplaceModules } from '../composition/marketplace-modules.js';
import { startService } from '../start-service.js';

/** An event of the product module that no schema of its type accepts, at the end of a stream, as `append` would write it. */
const poison = `
  WITH head AS (
    UPDATE product.stream_head SET version = version + 1, ord = greatest(ord, base + pg_current_xact_id()::text::bigint)
      FROM product.log_base WHERE stream_id = $1 RETURNING stream_id, version, ord
  )
  INSERT INTO product.event (ord, version, recorded_at, event_id, recorded_on, schema_version, channel, stream_id, type, data, meta)
  SELECT ord, version, now(), gen_random_uuid(), current_date, 1, 'events', stream_id, 'product.price-changed',
         '{"productId": 42}', '{"correlationId": "poison"}' FROM head RETURNING version::int`;

describe('a message that cannot be handled, in a running service', () => {
  let database: TestDatabase;
  let sql: pg.Client;
  let service: Awaited<ReturnType<typeof startService>>;
  const [poisoned, healthy, customer, seller] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const stream = `product-${poisoned}`;

  beforeAll(async () => {
    database = await createTestDatabase();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    const modules = Object.keys(marketplaceModules);
    service = await startService({
      ...{ deploymentId: 'test', service: 'marketplace', replica: 0, host: '127.0.0.1', port: 0, modules },
      placement: {
        databases: [{ name: 'shared', url: database.url, pool: { max: 10 } }],
        modules: modules.map((module) => ({
          ...{ module, database: 'shared', schema: module, persistence: 'state' as const },
        })),
      },
      ...{ transport: 'in-process', coordination: 'transaction', demo: false, dataDir: '' },
      ...{ broker: null, eventStore: null, peers: [] },
      ...{ topics: { partitions: 4, replication: 1 }, provider: { url: 'http://127.0.0.1:9' } },
    });
  });
  afterAll(async () => {
    await service.close();
    await sql.end();
    await database.drop();
  });

  async function send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const response = await fetch(new URL(path, service.url), {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  const create = (productId: string) =>
    send('PUT', `/products/${productId}`, {
      ...{ sellerId: seller, name: 'Lamp', sku: 'L-1', category: 'home', currency: 'EUR' },
      ...{ priceCents: 1000, freightCents: 100 },
    });
  const register = () =>
    send('PUT', `/customers/${customer}`, {
      ...{ name: 'Ada Byron', email: 'ada@example.org' },
      address: {
        street: 'Mill Lane 1',
        city: 'Galway',
        region: 'Connacht',
        postalCode: 'H91',
        country: 'IE',
      },
    });
  const reprice = (productId: string, priceCents: number) =>
    send('PATCH', `/products/${productId}`, { priceCents }, { 'if-match': '*' });
  /** What the cart's copy of a product says; undefined until there is one. */
  async function priceInCart(productId: string): Promise<number | undefined> {
    const { body } = await send('PUT', `/carts/${customer}/items/${productId}`, { quantity: 1 });
    const items = (body['items'] ?? []) as { productId: string; unitPriceCents: number }[];
    return items.find((item) => item.productId === productId)?.unitPriceCents;
  }
  const parkedKeys = async () =>
    (await send('GET', '/admin/messages/parked')).body['items'] as Record<string, unknown>[];
  const becomes = (productId: string, priceCents: number) =>
    waitUntil(
      `the cart knows the price ${priceCents}`,
      async () => (await priceInCart(productId)) === priceCents,
      30_000,
    );

  it('is parked with what follows it on its stream, holds up nothing else, and is given up by REST', async () => {
    expect((await register()).status).toBe(201);
    expect((await create(poisoned)).status).toBe(201);
    expect((await create(healthy)).status).toBe(201);
    await becomes(poisoned, 1000);

    const [bad] = (await sql.query<{ version: number }>(poison, [stream])).rows;
    expect((await reprice(poisoned, 1200)).status).toBe(200);
    expect((await reprice(healthy, 1300)).status).toBe(200);

    await becomes(healthy, 1300);
    await waitUntil(
      'the key is parked with its follower',
      async () => (await parkedKeys())[0]?.['messages'] === 2,
      30_000,
    );
    const key = {
      ...{ consumer: 'cart.product-replica', sourceModule: 'product', channel: 'events', streamId: stream },
    };
    expect(await parkedKeys()).toEqual([
      expect.objectContaining({
        ...key,
        ...{ attempts: 3, firstVersion: bad?.version, firstType: 'product.price-changed' },
        error: expect.stringContaining('Data of "product.price-changed" is invalid'),
      }),
    ]);
    expect(await priceInCart(poisoned)).toBe(1000);

    expect((await send('POST', '/admin/messages/parked/replay', key)).body).toMatchObject({
      ...{ replayed: 0, remaining: 2, error: expect.stringContaining('is invalid') },
    });
    expect(await send('POST', '/admin/messages/parked/discard', { ...key, upTo: bad?.version })).toEqual({
      ...{ status: 200, body: { discarded: 1 } },
    });
    expect((await send('POST', '/admin/messages/parked/replay', key)).body).toEqual({
      ...{ replayed: 1, remaining: 0 },
    });
    await becomes(poisoned, 1200);

    expect(await parkedKeys()).toEqual([]);
    await reprice(poisoned, 1400);
    await becomes(poisoned, 1400);
    expect((await send('POST', '/admin/messages/parked/discard', key)).status).toBe(404);
  });

  it('lists no more than it is asked for, and refuses what is no number of keys', async () => {
    expect((await send('GET', '/admin/messages/parked?limit=1')).status).toBe(200);
    expect((await send('GET', '/admin/messages/parked?limit=0')).status).toBe(400);
  });
});
