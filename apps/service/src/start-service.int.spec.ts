import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import { waitUntil } from '@platform/messaging/testing';
import type { ServiceConfiguration } from '@platform/profile';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

import { startService } from './start-service.js';

interface Ready {
  readonly checks: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

describe('a service that starts', () => {
  const modules = ['product', 'stock'];
  let database: TestDatabase;
  let service: Awaited<ReturnType<typeof startService>> | undefined;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await service?.close();
    await database.drop();
  });

  const configuration = (changes: Partial<ServiceConfiguration> = {}): ServiceConfiguration => ({
    ...{ deploymentId: 'test', service: 'shop', replica: 0, host: '127.0.0.1', port: 0, modules },
    placement: {
      databases: [{ name: 'shared', url: database.url, pool: { max: 10 } }],
      modules: modules.map((module) => ({
        ...{ module, database: 'shared', schema: module, persistence: 'state' as const },
      })),
    },
    ...{ transport: 'in-process', coordination: 'choreography', demo: false, dataDir: '' },
    ...{ broker: null, peers: [], eventStore: null },
    ...{ topics: { partitions: 4, replication: 1 }, provider: { url: 'http://127.0.0.1:9' } },
    ...changes,
  });
  const ready = async (url: string): Promise<{ status: number; body: Ready }> => {
    const response = await fetch(new URL('/health/ready', url));
    return { status: response.status, body: (await response.json()) as Ready };
  };

  it('is ready without its broker, and names the consumers that wait for it', async () => {
    service = await startService(configuration({ transport: 'kafka', broker: { brokers: ['127.0.0.1:1'] } }));
    const { status, body } = await ready(service.url);
    expect(status).toBe(200);
    expect(body.checks).toMatchObject({
      recovery: { status: 'up', stage: 'listening' },
      consumers: { status: 'up', waitingForBroker: expect.arrayContaining(['stock.checkout-saga']) },
    });
  });

  it('takes no change of a module whose database was restored under it, and says that it is to be started anew', async () => {
    service = await startService(configuration({ transport: 'kafka', broker: { brokers: ['127.0.0.1:1'] } }));
    const { url } = service;
    const create = () =>
      fetch(new URL(`/products/${randomUUID()}`, url), {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ sellerId: randomUUID(), name: 'Lamp', sku: 'L-1', category: 'home', currency: 'EUR' },
          ...{ priceCents: 1000, freightCents: 100 },
        }),
      });
    expect([(await create()).status, service.broken.aborted]).toEqual([201, false]);
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(`UPDATE product.log_base SET system_identifier = 1, server_started_at = '2020-01-01'`);
    await sql.end();
    expect((await create()).status).toBe(503);
    expect(String(service.broken.reason)).toContain('module "product" was restored');
  });

  it('says what it finishes first, takes nothing new meanwhile, and then does', async () => {
    const before = await startService(configuration());
    const { url } = before;
    await before.close();
    const rival = new pg.Client({ connectionString: database.url });
    await rival.connect();
    await rival.query(
      `INSERT INTO stock.saga_work (saga_id, step, phase, type, def_version, kind, context, meta, due_at, claimed_by)
       VALUES (gen_random_uuid(), 'reserve', 'do', 'checkout', 1, 'insist', '{}', '{}', now(), 'shop-0')`,
    );
    // It cannot be taken back before this ends.
    await rival.query('BEGIN');
    await rival.query('DELETE FROM stock.saga_work');
    const starting = startService(configuration({ port: Number(new URL(url).port) }));
    try {
      await waitUntil('it says that it is recovering', async () => {
        const { body } = await ready(url).catch(() => ({ body: undefined }));
        return body?.checks['recovery']?.['stage'] === 'recovering';
      });
      const { status, body } = await ready(url);
      expect(status).toBe(503);
      expect(body.checks['recovery']?.['finishing']).toHaveProperty(
        ['stock: owed tasks'],
        expect.objectContaining({ pending: 1 }),
      );
      const refused = await fetch(new URL('/products', url));
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    } finally {
      await rival.query('COMMIT');
      await rival.end();
      service = await starting;
    }
    expect((await ready(url)).body.checks['recovery']).toMatchObject({ stage: 'listening' });
    expect((await fetch(new URL('/products', url))).status).toBe(200);
  });

  it('ends while it finishes what was begun, having let go of it, and never listens', async () => {
    const before = await startService(configuration());
    const { url } = before;
    await before.close();
    const rival = new pg.Client({ connectionString: database.url });
    await rival.connect();
    await rival.query(
      `INSERT INTO stock.saga_work (saga_id, step, phase, type, def_version, kind, context, meta, due_at, claimed_by)
       SELECT gen_random_uuid(), 'reserve', 'do', 'checkout', 1, 'insist', '{}', '{}', now(), 'shop-0' FROM generate_series(1, 2)`,
    );
    await rival.query('BEGIN');
    await rival.query('SELECT FROM stock.saga_work FOR UPDATE');
    const ending = new AbortController();
    const starting = startService(configuration({ port: Number(new URL(url).port) }), {}, ending.signal);
    starting.catch(() => undefined);
    try {
      await waitUntil('it says that it is recovering', async () => {
        const { body } = await ready(url).catch(() => ({ body: undefined }));
        return body?.checks['recovery']?.['stage'] === 'recovering';
      });
    } finally {
      ending.abort(new Error('told to end'));
      await rival.query('COMMIT');
    }
    await expect(starting).rejects.toThrow('told to end');
    const { rows } = await rival.query('SELECT deaths, claimed_by FROM stock.saga_work');
    await rival.end();
    const letGo = { deaths: 0, claimed_by: null };
    expect(rows).toEqual([letGo, letGo]);
    await expect(fetch(url)).rejects.toThrow();
  });
});
