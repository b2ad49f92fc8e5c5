import {
  type Cast,
  databaseSnapshot,
  restSnapshot,
  type Snapshot,
  violationsOf,
} from '@comparison/checkers/stored';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cart, type Order, type OwnMarketplace, ownMarketplace } from '../support/e2e/index.js';

jest.setTimeout(240_000);

const shipped = fileURLToPath(new URL('../../profiles/modulith.yaml', import.meta.url));

/** The line that is changed: where the orders are kept. */
const ordersIn = (database: string): string => `  order: { database: ${database} }`;

/** The modulith with its orders beside another module's data: with a database of their own, that one would be left unused. */
async function profileWith(database: string): Promise<string> {
  const text = await readFile(shipped, 'utf8');
  const changed = text.replace('\n  order: {}', '').replace(ordersIn('order'), ordersIn(database));
  expect(changed).toContain(ordersIn(database));
  return changed;
}

/** All that the API tells of a deployment whose cast is known. */
interface Told {
  readonly state: Snapshot;
  readonly carts: readonly Cart[];
}

describe('a deployment whose orders are placed elsewhere by one line of its profile', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'whereabouts-move-'));
    await chmod(root, 0o755); // as root PostgreSQL runs as another user, who must get through
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  /** Starts `up` over the same data, and stops it again. */
  async function run<Result>(
    database: string,
    work: (at: OwnMarketplace) => Promise<Result>,
  ): Promise<Result> {
    const profile = join(root, 'shop.yaml');
    await writeFile(profile, await profileWith(database));
    const at = await ownMarketplace({ profile, dataDirectory: root });
    try {
      const home = (await at.run()).databases.find(({ modules }) => modules.includes('order'));
      expect(home?.name).toBe(database);
      const result = await work(at);
      await at.quiescent();
      expect(violationsOf(await databaseSnapshot(at.databases, at.provider))).toEqual([]);
      return result;
    } finally {
      at.deployment.signal('SIGTERM');
      await Promise.allSettled([at.client.close(), at.databases.close()]);
      expect(await at.deployment.ended()).toBe(0);
    }
  }

  async function told({ client, provider }: OwnMarketplace, cast: Cast): Promise<Told> {
    const carts = cast.customers.map((id) => client.get<Cart>(`/carts/${id}`));
    return { state: await restSnapshot(client, provider, cast), carts: await Promise.all(carts) };
  }

  it('has every order, payment, shipment, stock, counter and dashboard again, there and back', async () => {
    const { cast, before } = await run('payment', async (at) => {
      const shop = await openShop(at);
      await at.quiescent();
      return { cast: shop, before: await told(at, shop) };
    });
    expect(before.state.orders.map(({ status }) => status).sort()).toEqual([
      ...['approved', 'delivered', 'payment-failed', 'rejected'],
    ]);

    const there = await run('stock', async (at) => {
      expect(await told(at, cast)).toEqual(before);
      await goOn(at, cast);
      return told(at, cast);
    });
    await run('payment', async (at) => {
      expect(await told(at, cast)).toEqual(there);
      await goOn(at, cast);
    });
  });
});

/** An order of every kind, each by a customer of its own, and somebody whose cart is not checked out. */
async function openShop(at: OwnMarketplace): Promise<Cast> {
  const { shop } = at;
  const { id: sellerId } = await shop.seller();
  const [plenty, rare] = await Promise.all([
    shop.offer({ sellerId, available: 50 }),
    shop.offer({ sellerId, available: 0 }),
  ]);
  const buyers = [];
  for (const product of [plenty, rare, plenty, plenty]) buyers.push(await shop.shopper({ product }));
  const [delivered, refused, declined, approved] = buyers.map(({ id }) => id) as [
    string,
    string,
    string,
    string,
  ];
  const { id: undecided } = await shop.shopper({ product: plenty, quantity: 3 });
  await shop.order(delivered);
  await at.client.expect([200], 'POST', '/shipments/deliveries');
  await shop.order(refused);
  await at.provider.behave({ declineRate: 1 });
  await shop.order(declined);
  await at.provider.behave({});
  await shop.order(approved);
  return {
    customers: [delivered, refused, declined, approved, undecided],
    sellers: [sellerId],
    products: [plenty.id, rare.id],
  };
}

/** Buys once more: the numbers of a customer's orders go on. */
async function goOn(
  { shop, client, quiescent }: OwnMarketplace,
  { customers, products }: Cast,
): Promise<void> {
  const [id = '', product = ''] = [customers[0], products[0]];
  const orders = (await client.get<{ items: Order[] }>(`/orders?customerId=${id}`)).items;
  await shop.putItem(id, { product: { id: product } });
  const order = await shop.order(id);
  expect([order.status, order.number]).toEqual(['approved', orders.length + 1]);
  await quiescent();
}
