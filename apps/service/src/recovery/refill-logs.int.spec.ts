import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import { type EncodedMessage, recordedStreamPath } from '@platform/messaging';
import { waitUntil } from '@platform/messaging/testing';
import type { ServiceConfiguration } from '@platform/profile';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

import { startService } from '../start-service.js';

describe('a service whose module kept as events was set back', () => {
  let database: TestDatabase;
  let eventStore: Server;
  let service: Awaited<ReturnType<typeof startService>> | undefined;
  const productId = randomUUID();
  const stream = `product-${productId}`;
  const archive = { items: [] as EncodedMessage[], isAway: true, asked: 0 };

  beforeAll(async () => {
    database = await createTestDatabase();
    eventStore = createServer((_request, response) => {
      archive.asked += 1;
      response.statusCode = archive.isAway ? 503 : 200;
      const isEvents = _request.url?.includes('/events') ?? false;
      response.end(JSON.stringify({ items: isEvents ? archive.items : [], incomplete: [] }));
    }).listen(0, '127.0.0.1');
    await once(eventStore, 'listening');
  });
  afterEach(async () => {
    await service?.close();
    service = undefined;
  });
  afterAll(async () => {
    eventStore.close();
    eventStore.closeAllConnections();
    await database.drop();
  });

  async function start(port = 0, ending?: AbortSignal): Promise<string> {
    const address = eventStore.address();
    if (!address || typeof address === 'string') throw new Error('Nobody listens.');
    const modules = ['product', 'seller'];
    const configuration: ServiceConfiguration = {
      ...{ deploymentId: 'test', service: 'shop', replica: 0, host: '127.0.0.1', port, modules },
      placement: {
        databases: [{ name: 'shared', url: database.url, pool: { max: 10 } }],
        modules: modules.map((module) => ({
          ...{ module, database: 'shared', schema: module },
          persistence: module === 'product' ? ('events' as const) : ('state' as const),
        })),
      },
      ...{ transport: 'in-process', coordination: 'choreography', demo: false, dataDir: '' },
      ...{ broker: null, eventStore: { url: `http://127.0.0.1:${address.port}` }, peers: [] },
      ...{ topics: { partitions: 4, replication: 1 }, provider: { url: 'http://127.0.0.1:9' } },
    };
    service = await startService(configuration, {}, ending);
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
  async function priceAt(url: string): Promise<number> {
    const response = await fetch(new URL(`/products/${productId}`, url));
    return ((await response.json()) as { priceCents: number }).priceCents;
  }
  const recorded = async (url: string): Promise<EncodedMessage[]> => {
    const response = await fetch(new URL(recordedStreamPath('product', stream), url));
    return ((await response.json()) as { items: EncodedMessage[] }).items;
  };

  it('answers when it has back what the archive has, asks nobody when it was not, and changes on from there', async () => {
    const first = await start();
    await send(first, 'PUT', `/products/${productId}`, {
      ...{ sellerId: randomUUID(), name: 'Lamp', sku: 'L-1', category: 'home', currency: 'EUR' },
      ...{ priceCents: 1000, freightCents: 100 },
    });
    for (const priceCents of [2000, 3000])
      await send(first, 'PATCH', `/products/${productId}`, { priceCents });
    archive.items = await recorded(first);
    expect(archive.items).toHaveLength(3);
    expect(archive.asked).toBe(0);
    await service?.close();

    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query('DELETE FROM product.event WHERE version > 1');
    await sql.query('UPDATE product.stream_head SET version = 1');
    await sql.query(`UPDATE product.log_base SET system_identifier = 1, server_started_at = '2020-01-01'`);
    await sql.end();

    const ending = new AbortController();
    const port = Number(new URL(first).port);
    const inVain = start(port, ending.signal);
    await waitUntil('it asks in vain', () => archive.asked > 1);
    ending.abort();
    await expect(inVain).rejects.toThrow('aborted');

    archive.asked = 0;
    const starting = start(port);
    await waitUntil('it asks in vain', () => archive.asked > 1);
    const ready = await fetch(new URL('/health/ready', first));
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      type: 'urn:whereabouts:problem:not-ready',
      checks: {
        recovery: {
          ...{ status: 'down', stage: 'recovering' },
          finishing: { 'product: lost events': { restored: 0, waitsFor: expect.stringMatching(/503/) } },
        },
      },
    });
    expect((await fetch(new URL('/health/live', first))).status).toBe(200);
    const turnedAway = await fetch(new URL(`/products/${productId}`, first));
    expect([turnedAway.status, turnedAway.headers.get('retry-after')]).toEqual([503, '1']);
    archive.isAway = false;
    const second = await starting;
    expect(second).toBe(first);
    expect(await priceAt(second)).toBe(3000);
    expect(await recorded(second)).toEqual(archive.items);
    await send(second, 'PATCH', `/products/${productId}`, { priceCents: 4000 });
    expect(await priceAt(second)).toBe(4000);
    expect((await recorded(second)).map(({ headers }) => headers['ce_streamversion'])).toEqual([
      ...['1', '2', '3', '4'],
    ]);
  });
});
