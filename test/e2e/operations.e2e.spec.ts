import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Marketplace, sharedMarketplace } from '../support/e2e/index.js';

/** The REST contract, route by route; nothing else is offered, and none is missing. */
const operations = `
  GET /carts/{customerId}                  DELETE /carts/{customerId}
  PUT /carts/{customerId}/items/{productId}  DELETE /carts/{customerId}/items/{productId}
  POST /carts/{customerId}/checkout        POST /customers:batch
  GET /customers/{id}                      PUT /customers/{id}
  GET /health/live                         GET /health/ready
  GET /metrics                             GET /orders
  GET /orders/{id}                         GET /orders/{id}/events
  GET /orders/{id}/history                 GET /payments
  GET /products                            POST /products:batch
  GET /products/{id}                       PUT /products/{id}
  PATCH /products/{id}                     DELETE /products/{id}
  GET /sellers/{id}                        PUT /sellers/{id}
  GET /sellers/{id}/dashboard              POST /sellers:batch
  GET /shipments                           POST /shipments/deliveries
  GET /stock/{productId}                   PUT /stock/{productId}
  POST /stock:batch
`
  .trim()
  .split(/\s{2,}/);

describe('a service in operation', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  it('publishes its whole API as OpenAPI 3.1', () => {
    const { api } = at.client;
    expect(api.document.openapi).toMatch(/^3\.1\./);
    const documented = api.operations.filter((name) => !/ \/(openapi\.json|docs.*)$/.test(name));
    expect(documented).toEqual([...operations].sort());
  });

  it('shows it at /docs, with nothing loaded from elsewhere', async () => {
    const page = await at.client.sendUnchecked<string>('GET', '/docs');
    expect([page.status, page.headers['content-type']]).toEqual([200, expect.stringMatching(/^text\/html/)]);
    const assets = [...page.text.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, url]) => url ?? '');
    expect(assets.length).toBeGreaterThanOrEqual(2);
    for (const asset of assets) {
      const url = new URL(asset, `${at.client.origin}/docs`);
      expect([asset, url.origin]).toEqual([asset, at.client.origin]);
      expect([asset, (await at.client.sendUnchecked('GET', url.pathname)).status]).toEqual([asset, 200]);
    }
  });

  it('is alive and ready, and says what it checked', async () => {
    expect((await at.client.send('GET', '/health/live')).body).toEqual({ status: 'live' });
    const ready = await at.client.get<{ status: string; checks: Record<string, { status: string }> }>(
      '/health/ready',
    );
    expect(ready.status).toBe('ready');
    expect(Object.values(ready.checks).map(({ status }) => status)).not.toContain('down');
    expect(Object.keys(ready.checks).length).toBeGreaterThan(0);
  });

  it('measures requests, checkouts by outcome, lag and pools for Prometheus', async () => {
    await at.shop.order((await at.shop.shopper()).id);
    const { headers } = await at.client.sendUnchecked('GET', '/metrics');
    expect(headers['content-type']).toMatch(/^text\/plain/);
    // Each process tells of itself, a gateway too: whoever collects asks all of them.
    const { services } = await at.run();
    const told = await Promise.all(services.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
    const text = told.join('\n');
    const names = [...text.matchAll(/^# TYPE whereabouts_(\w+)/gm)].map(([, name]) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        ...['http_request_duration_seconds', 'log_lag_messages', 'log_lag_seconds', 'parked_messages'],
        ...['database_connections', 'sagas_pending', 'sagas_ended_total'],
      ]),
    );
    const lines = text.split('\n');
    expect(lines.filter((line) => /^whereabouts_sagas_ended_total\{.*\} [1-9]/.test(line))).not.toEqual([]);
    // A label per path parameter would be a time series per customer.
    expect(lines.filter((line) => /[0-9a-f]{8}-[0-9a-f]{4}-/.test(line))).toEqual([]);
  });

  it('hardens every answer, problems too', async () => {
    for (const path of ['/health/live', '/products', '/nothing']) {
      const { headers } = await at.client.send('GET', path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['server']).toBeUndefined();
    }
  });

  it('keeps a sane request id and gives one to every other request', async () => {
    const id = async (sent?: string) =>
      (
        await at.client.send(
          'GET',
          '/products',
          sent === undefined ? {} : { headers: { 'x-request-id': sent } },
        )
      ).headers['x-request-id'];
    expect(await id('shopper-4711.a')).toBe('shopper-4711.a');
    for (const strange of ['x', 'a b c d e f g h', '<script>alert(1)</script>', 'x'.repeat(500)]) {
      const given = await id(strange);
      expect([given === strange, given !== undefined]).toEqual([false, true]);
    }
    expect(await id()).not.toBe(await id());
  });
});
