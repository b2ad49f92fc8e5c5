import { createProvider, type LedgerEntry } from '@apps/payment-provider';
import { startService } from '@apps/service';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import { waitUntil } from '@platform/messaging/testing';
import type { ServiceConfiguration } from '@platform/profile';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Whole services start, with every migration of every module on eight databases.
const MODULES = ['cart', 'product', 'stock', 'order', 'payment', 'shipment', 'customer', 'seller'];
const address = {
  street: 'Mill Lane 1',
  city: 'Galway',
  region: 'Connacht',
  postalCode: 'H91',
  country: 'IE',
};

interface OrderView {
  readonly id: string;
  readonly status: string;
  readonly number: number;
  readonly totalCents: number;
  readonly statusHistory: { readonly status: string }[];
}

type Provider = Awaited<ReturnType<typeof createProvider>>;

describe.each([
  ['choreography', 'state'],
  ['orchestration', 'state'],
  ['choreography', 'events'],
  ['orchestration', 'events'],
] as const)('a checkout by %s over eight databases, modules kept as %s', (coordination, persistence) => {
  let databases: readonly TestDatabase[];
  let directory: string;
  let provider: Provider;
  let providerUrl: string;
  let service: Awaited<ReturnType<typeof startService>>;

  beforeAll(async () => {
    databases = await Promise.all(MODULES.map(() => createTestDatabase()));
    directory = await mkdtemp(join(tmpdir(), 'provider-'));
    provider = await createProvider({ dataDirectory: directory });
    providerUrl = await provider.listen({ host: '127.0.0.1', port: 0 });
    service = await startService(configuration());
  });
  afterAll(async () => {
    await service.close();
    await provider.close();
    await Promise.all(databases.map((database) => database.drop()));
    await rm(directory, { recursive: true });
  });

  function configuration(): ServiceConfiguration {
    return {
      ...{ deploymentId: 'test', service: 'marketplace', replica: 0, host: '127.0.0.1', port: 0 },
      modules: MODULES,
      placement: {
        databases: MODULES.map((name, n) => ({ name, url: databases[n]?.url ?? '', pool: { max: 4 } })),
        modules: MODULES.map((module) => ({
          ...{ module, database: module, schema: module, persistence },
        })),
      },
      ...{ transport: 'in-process', coordination, demo: false, dataDir: '' },
      ...{ broker: null, peers: [], eventStore: null, topics: { partitions: 4, replication: 1 } },
      provider: { url: providerUrl },
    };
  }

  async function send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const response = await fetch(new URL(path, service.url), {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  }

  const until = (what: string, method: string, path: string, status: number, body?: object) =>
    waitUntil(what, async () => (await send(method, path, body)).status === status);
  const behave = (behaviour: object) =>
    fetch(new URL('/behaviour', providerUrl), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(behaviour),
    });
  const ledger = async (orderId: string) => {
    const { entries } = (await (await fetch(new URL('/ledger', providerUrl))).json()) as {
      entries: LedgerEntry[];
    };
    return entries.filter((entry) => entry.orderId === orderId);
  };
  const untilQuiet = () =>
    waitUntil(
      'all is quiet',
      async () => (await send('GET', '/admin/quiescence')).body.quiet === true,
      20_000,
    );

  /** A customer with `quantity` pieces of a product in the cart, of which there are `available`. */
  async function filledCart({ quantity = 2, available = 10 } = {}): Promise<{
    customer: string;
    product: string;
  }> {
    const [customer, seller, product] = [randomUUID(), randomUUID(), randomUUID()];
    await send('PUT', `/customers/${customer}`, { name: 'Ada Byron', email: 'ada@example.org', address });
    await send('PUT', `/sellers/${seller}`, { name: 'Lamps & Co', email: 'lamps@example.org', address });
    await send('PUT', `/products/${product}`, {
      ...{ sellerId: seller, name: 'Lamp', sku: 'L-1', category: 'home', currency: 'EUR' },
      ...{ priceCents: 1_000, freightCents: 100 },
    });
    await until('the stock is set', 'PUT', `/stock/${product}`, 200, { available });
    const item = `/carts/${customer}/items/${product}`;
    await waitUntil('the cart takes the item', async () =>
      [200, 201].includes((await send('PUT', item, { quantity })).status),
    );
    return { customer, product };
  }

  /** As a client does it: an answer of 503 says to ask again with the same key. */
  const checkOut = async (customer: string, payment: object = { method: 'boleto' }) => {
    const headers = { 'idempotency-key': randomUUID(), prefer: 'wait=20' };
    for (let asked = 1; ; asked += 1) {
      const answer = await send('POST', `/carts/${customer}/checkout`, { payment }, headers);
      if (answer.status === 503 && asked < 10) continue;
      return { status: answer.status, order: answer.body as unknown as OrderView };
    }
  };

  it('is approved: paid once, taken from the stock, shipped, and the cart is new', async () => {
    const { customer, product } = await filledCart();
    const { status, order } = await checkOut(customer);
    expect(status).toBe(201);
    expect(order).toMatchObject({ status: 'approved', number: 1, totalCents: 2_100 });
    expect(order.statusHistory.map((entry) => entry.status)).toEqual(['pending', 'approved']);
    expect((await send('GET', `/carts/${customer}`)).body).toMatchObject({ status: 'open', items: [] });
    await untilQuiet();
    expect((await send('GET', `/stock/${product}`)).body).toMatchObject({ available: 8, reserved: 0 });
    expect((await send('GET', `/shipments?orderId=${order.id}`)).body.items).toHaveLength(1);
    expect(await ledger(order.id)).toEqual([
      expect.objectContaining({ type: 'charge', status: 'captured', amountCents: 2_100 }),
    ]);
  });

  it('is rejected when nothing can be reserved, and the cart is open again with its items', async () => {
    const { customer, product } = await filledCart({ quantity: 5, available: 3 });
    const { status, order } = await checkOut(customer);
    expect(status).toBe(201);
    expect(order).toMatchObject({
      ...{ status: 'rejected', totalCents: 0, lines: [] },
      dropped: [{ productId: product, reason: 'out-of-stock' }],
    });
    const { body: cart } = await send('GET', `/carts/${customer}`);
    expect(cart).toMatchObject({
      status: 'open',
      items: [expect.objectContaining({ productId: product })],
    });
    await untilQuiet();
    expect((await send('GET', `/stock/${product}`)).body).toMatchObject({ available: 3, reserved: 0 });
    expect(await ledger(order.id)).toEqual([]);
  });

  it('is payment-failed when the provider declines: all released, lines and totals kept', async () => {
    await behave({ declineRate: 1 });
    const { customer, product } = await filledCart();
    const { order } = await checkOut(customer);
    await behave({ declineRate: 0 });
    expect(order).toMatchObject({ status: 'payment-failed', totalCents: 2_100 });
    expect(order.statusHistory.map((entry) => entry.status)).toEqual(['pending', 'payment-failed']);
    expect((await send('GET', `/carts/${customer}`)).body).toMatchObject({ status: 'open' });
    await untilQuiet();
    expect((await send('GET', `/stock/${product}`)).body).toMatchObject({ available: 10, reserved: 0 });
  });

  it('asks under the same key after a lost reply, and captures once', async () => {
    await behave({ loseReplyRate: 1 });
    const { customer } = await filledCart();
    const checkedOut = checkOut(customer);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await behave({ loseReplyRate: 0 });
    const { order } = await checkedOut;
    expect(order).toMatchObject({ status: 'approved' });
    expect(await ledger(order.id)).toHaveLength(1);
  });

  it('shows operators what is open, and lets them have it tried at once', async () => {
    await behave({ hangRate: 1 });
    const { customer } = await filledCart();
    const checkedOut = checkOut(customer);
    const open = async () => (await send('GET', '/admin/sagas')).body.items as Record<string, unknown>[];
    await waitUntil('the provider hangs', async () => (await open()).some(({ state }) => state === 'call'));
    await behave({ hangRate: 0 });
    const call = (await open()).find(({ state }) => state === 'call');
    expect(call).toMatchObject({
      type: 'checkout',
      module: 'payment',
      what: 'charge',
      needsAttention: false,
    });
    const sagaId = String(call?.sagaId);
    expect(await open()).toContainEqual(expect.objectContaining({ sagaId, module: 'order', what: 'saga' }));
    const retried = await send('POST', '/admin/sagas/retry', { sagaId });
    expect(retried).toMatchObject({ status: 200, body: { due: expect.any(Number) } });
    expect((await checkedOut).order).toMatchObject({ id: sagaId, status: 'approved' });
    expect((await send('GET', '/admin/sagas?needsAttention=true')).body).toEqual({ items: [] });
  });

  it('decides fifty checkouts at once over scarce stock without losing or inventing a piece', async () => {
    await behave({ declineRate: 0.2 });
    const carts = await Promise.all(
      Array.from({ length: 50 }, () => filledCart({ quantity: 1, available: 1 })),
    );
    const hot = carts[0]?.product ?? '';
    await send('PUT', `/stock/${hot}`, { available: 20 });
    await Promise.all(
      carts.slice(1).map(({ customer }) => send('PUT', `/carts/${customer}/items/${hot}`, { quantity: 1 })),
    );
    const checkouts = await Promise.all(carts.map(({ customer }) => checkOut(customer)));
    expect(checkouts.filter(({ status }) => ![201, 202].includes(status))).toEqual([]);
    const orders = checkouts.map(({ order }) => order);
    await untilQuiet();
    await behave({ declineRate: 0 });
    const read = await Promise.all(orders.map(({ id }) => send('GET', `/orders/${id}`)));
    expect(read.filter(({ status }) => status !== 200)).toEqual([]);
    const decided = read.map(({ body }) => body);
    const sold = decided
      .filter(({ status }) => status === 'approved')
      .flatMap(({ lines }) => lines as { productId: string }[])
      .filter(({ productId }) => productId === hot).length;
    expect((await send('GET', `/stock/${hot}`)).body).toMatchObject({ available: 20 - sold, reserved: 0 });
    const captured = await Promise.all(
      orders.map(async ({ id }) => (await ledger(id)).filter(isCaptured).length),
    );
    expect(captured).toEqual(decided.map(({ status }) => (status === 'approved' ? 1 : 0)));
  });
});

function isCaptured({ type, status }: LedgerEntry): boolean {
  return type === 'charge' && status === 'captured';
}
