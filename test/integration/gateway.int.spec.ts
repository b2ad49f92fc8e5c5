import { startGateway } from '@apps/gateway';
import { createProvider } from '@apps/payment-provider';
import { startService } from '@apps/service';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import { waitUntil } from '@platform/messaging/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Whole services start, with every migration of every module.
type Running = Awaited<ReturnType<typeof startGateway>>;
const modules = catalogue.modules.map(({ name }) => name);

describe('the marketplace behind a gateway', () => {
  let directory: string;
  let database: TestDatabase;
  let provider: Awaited<ReturnType<typeof createProvider>>;
  let service: Running;
  let gateway: Running;
  const ended: (() => Promise<unknown>)[] = [];

  async function startHosting(hosted: readonly string[], { url }: TestDatabase): Promise<Running> {
    const started = await startService({
      ...{ deploymentId: 'test', service: hosted.join('-'), replica: 0, host: '127.0.0.1', port: 0 },
      modules: [...hosted],
      placement: {
        databases: [{ name: 'shared', url, pool: { max: 10 } }],
        modules: modules.map((module) => ({
          ...{ module, database: 'shared', schema: module, persistence: 'state' as const },
        })),
      },
      ...{ transport: 'in-process', coordination: 'transaction', demo: false, dataDir: '' },
      ...{ broker: null, peers: [], eventStore: null, topics: { partitions: 4, replication: 1 } },
      provider: { url: provider.listeningOrigin },
    });
    ended.push(() => started.close());
    return started;
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'gateway-'));
    ended.push(() => rm(directory, { recursive: true }));
    provider = await createProvider({ dataDirectory: directory });
    ended.push(() => provider.close());
    await provider.listen({ host: '127.0.0.1', port: 0 });
    database = await createTestDatabase();
    ended.push(() => database.drop());
    service = await startHosting(modules, database);
    gateway = await startGateway({
      ...{ host: '127.0.0.1', port: 0, services: [{ name: 'marketplace', modules, urls: [service.url] }] },
    });
    ended.push(() => gateway.close());
  });
  afterAll(async () => {
    for (const end of ended.reverse()) await end();
  });

  async function send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const response = await fetch(new URL(path, gateway.url), {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      response,
      status: response.status,
      body: (text ? JSON.parse(text) : {}) as Record<string, unknown>,
    };
  }
  const documentAt = async ({ url }: Running) =>
    (await (await fetch(`${url}/openapi.json`)).json()) as Record<string, unknown>;

  it('sells: a checkout, its answer again under the same key, and the events of its order', async () => {
    const [customer, seller, product, key] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await send('PUT', `/customers/${customer}`, {
      ...{ name: 'Ada Byron', email: 'ada@example.org' },
      address: {
        street: 'Mill Lane 1',
        city: 'Galway',
        region: 'Connacht',
        postalCode: 'H91',
        country: 'IE',
      },
    });
    const created = await send('PUT', `/products/${product}`, {
      ...{ sellerId: seller, name: 'Lamp', sku: 'L-1', category: 'home', currency: 'EUR' },
      ...{ priceCents: 1000, freightCents: 100 },
    });
    expect([created.status, created.response.headers.get('etag')]).toEqual([201, '"1"']);
    await waitUntil(
      'the stock knows the product',
      async () => (await send('PUT', `/stock/${product}`, { available: 5 })).status === 200,
    );
    await waitUntil(
      'the cart knows product and customer',
      async () => (await send('PUT', `/carts/${customer}/items/${product}`, { quantity: 2 })).status === 200,
    );

    const checkOut = () =>
      send(
        ...(['POST', `/carts/${customer}/checkout`] as const),
        { payment: { method: 'boleto' } },
        { 'idempotency-key': key, prefer: 'wait=30' },
      );
    const { status, body: order, response } = await checkOut();
    expect([status, order['status'], order['totalCents']]).toEqual([201, 'approved', 2100]);
    const location = response.headers.get('location') ?? '';
    expect(location).toBe(`/orders/${String(order['id'])}`);
    expect(response.headers.get('preference-applied')).toBe('wait=30');
    const again = await checkOut();
    expect([again.status, again.body]).toEqual([201, order]);

    const events = await fetch(`${gateway.url}${location}/events`, { headers: { 'last-event-id': '1' } });
    expect(events.headers.get('content-type')).toBe('text/event-stream');
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    while (!seen.includes('id: 3')) seen += (await reader?.read())?.value ?? '';
    expect(seen).toMatch(/^id: 2\n/);
    await reader?.cancel();
    const found = await send('GET', location, undefined, { 'if-none-match': '*' });
    expect([200, 304]).toContain(found.status);
    expect((await send('GET', `/payments?orderId=${String(order['id'])}`)).body['items']).toHaveLength(1);
  });

  it.each<[string, string, object | undefined, Record<string, string>, number]>([
    ['GET', `/orders/${randomUUID()}`, undefined, {}, 404],
    ['GET', '/products?limit=0', undefined, {}, 400],
    ['POST', `/carts/${randomUUID()}/checkout`, { payment: { method: 'boleto' } }, {}, 400],
    ['PATCH', `/products/${randomUUID()}`, { priceCents: 1 }, {}, 428],
    ['PUT', '/orders', {}, {}, 405],
    ['GET', '/nowhere', undefined, {}, 404],
  ])('answers %s %s with the problem that the service has', async (method, path, body, headers, expected) => {
    const through = await send(method, path, body, { ...headers, 'x-request-id': 'the-same-id' });
    const direct = await fetch(new URL(path, service.url), {
      method,
      headers: {
        ...headers,
        'x-request-id': 'the-same-id',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect([through.status, through.body]).toEqual([expected, await direct.json()]);
    const plain = (response: Response) =>
      Object.fromEntries(
        [...response.headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name)),
      );
    expect(plain(through.response)).toEqual(plain(direct));
  });

  it('shows the same API document as the one service that there is', async () => {
    expect(await documentAt(gateway)).toEqual(await documentAt(service));
  });

  it('says at /health/ready what the service says', async () => {
    const { status, body } = await send('GET', '/health/ready');
    expect([status, body]).toEqual([
      200,
      {
        status: 'ready',
        checks: {
          'service:marketplace': {
            status: 'up',
            replicas: [
              {
                ...{ replica: 0, status: 'up', state: 'ready' },
                checks: {
                  'database:shared': { status: 'up' },
                  recovery: { status: 'up', stage: 'listening', ms: expect.any(Number) },
                },
              },
            ],
          },
        },
      },
    ]);
  });

  it('split into many services, has the document that it has in one service', async () => {
    const split = await createTestDatabase();
    ended.push(() => split.drop());
    const services = [];
    const alone = modules.filter((name) => !['cart', 'order'].includes(name));
    for (const hosted of [['cart', 'order'], ...alone.map((name) => [name])])
      services.push({
        name: hosted.join('-'),
        modules: hosted,
        urls: [(await startHosting(hosted, split)).url],
      });
    const front = await startGateway({ host: '127.0.0.1', port: 0, services });
    ended.push(() => front.close());
    await waitUntil(
      'all documents are known',
      async () => (await fetch(`${front.url}/openapi.json`)).status === 200,
    );
    expect(await documentAt(front)).toEqual(await documentAt(service));
  });
});
