import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import {
  decodeEnvelope,
  type EncodedMessage,
  recordedStreamPath,
  recordedStreamsPath,
} from '@platform/messaging';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

import { startService } from '../start-service.js';

describe('streams of a service, for others who lack them', () => {
  let database: TestDatabase;
  let service: Awaited<ReturnType<typeof startService>>;
  const productId = randomUUID();
  const stream = `product-${productId}`;

  beforeAll(async () => {
    database = await createTestDatabase();
    const modules = ['product', 'seller'];
    service = await startService({
      ...{ deploymentId: 'test', service: 'shop', replica: 0, host: '127.0.0.1', port: 0, modules },
      placement: {
        databases: [{ name: 'shared', url: database.url, pool: { max: 10 } }],
        modules: modules.map((module) => ({
          ...{ module, database: 'shared', schema: module, persistence: 'state' as const },
        })),
      },
      ...{ transport: 'in-process', coordination: 'choreography', demo: false, dataDir: '' },
      ...{ broker: null, eventStore: null, peers: [] },
      ...{ topics: { partitions: 4, replication: 1 }, provider: { url: 'http://127.0.0.1:9' } },
    });
    await send('PUT', `/products/${productId}`, {
      ...{ sellerId: randomUUID(), name: 'Lamp', sku: 'L-1', category: 'home', currency: 'EUR' },
      ...{ priceCents: 1000, freightCents: 100 },
    });
    for (const priceCents of [2000, 3000]) await send('PATCH', `/products/${productId}`, { priceCents });
  });
  afterAll(async () => {
    await service.close();
    await database.drop();
  });

  async function send(method: string, path: string, body: object): Promise<void> {
    const response = await fetch(new URL(path, service.url), {
      method,
      headers: { 'content-type': 'application/json', ...(method === 'PATCH' && { 'if-match': '*' }) },
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
  }
  async function events(query = '', id = stream): Promise<EncodedMessage[]> {
    const response = await fetch(new URL(`${recordedStreamPath('product', id)}${query}`, service.url));
    return ((await response.json()) as { items: EncodedMessage[] }).items;
  }

  it('are answered as they were recorded, byte by byte, also what this build cannot read', async () => {
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(
      `UPDATE product.event SET type = 'product.unheard-of', schema_version = 99 WHERE version = 2`,
    );
    const { rows } = await sql.query<{ id: string; type: string; data: string }>(
      'SELECT event_id AS id, type, data::text AS data FROM product.event WHERE stream_id = $1 ORDER BY version',
      [stream],
    );
    await sql.end();
    const found = (await events()).map(decodeEnvelope);
    expect(found.map(({ id, type, data }) => ({ id, type, data }))).toEqual(rows);
    expect(found.map(({ streamVersion }) => streamVersion)).toEqual([1, 2, 3]);
    expect(found[1]).toMatchObject({
      type: 'product.unheard-of',
      schemaVersion: 99,
      sourceModule: 'product',
    });
  });

  it('are answered from one version to another, page by page', async () => {
    const versions = async (query: string) =>
      (await events(query)).map((message) => decodeEnvelope(message).streamVersion);
    expect(await versions('?from=2&to=2')).toEqual([2]);
    expect(await versions('?from=2')).toEqual([2, 3]);
    expect(await versions('?limit=1')).toEqual([1]);
    expect(await events('', 'product-none')).toEqual([]);
  });

  it('are listed with their last versions where these are old enough', async () => {
    const list = async (query: string) => {
      const response = await fetch(new URL(`${recordedStreamsPath('product')}${query}`, service.url));
      return ((await response.json()) as { items: unknown[] }).items;
    };
    expect(await list('?ageSeconds=0')).toEqual([{ streamId: stream, version: 3 }]);
    expect(await list(`?ageSeconds=0&after=${stream}`)).toEqual([]);
    expect(await list('')).toEqual([]);
  });

  it('are listed apart when their last event was dropped; what was sent to others is none of them', async () => {
    const list = async (query: string) => {
      const response = await fetch(new URL(`${recordedStreamsPath('product')}${query}`, service.url));
      return ((await response.json()) as { items: unknown[] }).items;
    };
    expect(await list('?ends=dropped')).toEqual([]);
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(`DELETE FROM product.event WHERE version = 3`);
    await sql.query(
      `INSERT INTO product.stream_head (stream_id, version, ord) VALUES ('commands:stock:1', 4, 1)`,
    );
    await sql.end();
    expect(await list('?ends=dropped')).toEqual([{ streamId: stream, version: 3 }]);
    expect(await list(`?ends=dropped&after=${stream}`)).toEqual([]);
    expect(await list('?ageSeconds=0')).toEqual([]);
  });

  it('of a module that is not hosted here are not found', async () => {
    const response = await fetch(new URL(recordedStreamPath('order', 'order-1'), service.url));
    expect(response.status).toBe(404);
  });
});
