import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Customer,
  type Dashboard,
  eventually,
  type Marketplace,
  type Order,
  type Seller,
  sharedMarketplace,
} from '../support/e2e/index.js';

interface Delivered {
  sellerId: string;
  orderId: string;
  packageId: string;
}

describe('deliveries', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
    // Other specs' parcels would take turns.
    await at.quiescent();
    await eventually(async () => (await run()).length === 0, 'the parcels of other specs are delivered');
  });
  afterAll(() => at.close());

  /** One run: at most ten sellers, at most one package of each. */
  async function run(): Promise<Delivered[]> {
    const { delivered } = await at.client.expect<{ delivered: Delivered[] }>(
      [200],
      'POST',
      '/shipments/deliveries',
    );
    expect(delivered.length).toBeLessThanOrEqual(10);
    expect(new Set(delivered.map(({ sellerId }) => sellerId)).size).toBe(delivered.length);
    return delivered;
  }

  /** Runs until all open packages of these sellers are delivered; other specs' orders may be open as well. */
  async function runsFor(...sellers: Seller[]): Promise<Delivered[]> {
    const own: Delivered[] = [];
    await eventually(async () => {
      const delivered = await run();
      own.push(...delivered.filter(({ sellerId }) => sellers.some(({ id }) => id === sellerId)));
      return delivered.length === 0;
    }, 'nothing is left to deliver');
    return own;
  }

  const reaches = (orderId: string, status: Order['status']) =>
    eventually(async () => {
      const order = await at.shop.readOrder(orderId);
      return order.status === status && order;
    }, `order ${orderId} is ${status}`);

  it('ship a package per line', async () => {
    const seller = await at.shop.seller();
    const products = await Promise.all([1, 2].map(() => at.shop.offer({ sellerId: seller.id })));
    const shopper = await at.shop.shopper(...products.map((product, n) => ({ product, quantity: n + 1 })));
    const order = await at.shop.order(shopper.id);
    const [shipment, ...others] = await at.shop.shipments(order.id);
    expect([shipment?.status, others.length]).toEqual(['created', 0]);
    expect(
      shipment?.packages.map(({ productId, sellerId, quantity, status }) => ({
        productId,
        sellerId,
        quantity,
        status,
      })),
    ).toEqual(
      products.map(({ id }, n) => ({
        productId: id,
        sellerId: seller.id,
        quantity: n + 1,
        status: 'shipped',
      })),
    );
    await runsFor(seller);
  });

  it('take a seller’s packages oldest first, one per run', async () => {
    const seller = await at.shop.seller();
    const product = await at.shop.offer({ sellerId: seller.id });
    const orders: Order[] = [];
    for (let n = 0; n < 3; n += 1) orders.push(await at.shop.order((await at.shop.shopper({ product })).id));
    const delivered = await runsFor(seller);
    expect(delivered.map(({ orderId }) => orderId)).toEqual(orders.map(({ id }) => id));
  });

  it('make the order in-transit with the first package and delivered with the last, both in its history', async () => {
    const [seller, other] = [await at.shop.seller(), await at.shop.seller()];
    await runsFor(seller);
    const products = await Promise.all([
      at.shop.offer({ sellerId: seller.id }),
      at.shop.offer({ sellerId: seller.id }),
      at.shop.offer({ sellerId: other.id }),
    ]);
    const shopper = await at.shop.shopper(...products.map((product) => ({ product })));
    const order = await at.shop.order(shopper.id);

    expect((await run()).filter(({ orderId }) => orderId === order.id)).toHaveLength(2);
    const moving = await reaches(order.id, 'in-transit');
    expect(moving.version).toBe(4);
    const [shipment] = await at.shop.shipments(order.id);
    expect([
      shipment?.status,
      shipment?.packages.filter(({ status }) => status === 'delivered').length,
    ]).toEqual([...['in-transit', 2]]);
    await eventually(async () => {
      const board = await at.client.get<Dashboard>(`/sellers/${seller.id}/dashboard`);
      return board.entries.length === 2 && board.entries.every(({ status }) => status === 'in-transit');
    }, 'the dashboard shows the order in transit');

    await runsFor(seller, other);
    const done = await reaches(order.id, 'delivered');
    expect([done.version, done.statusHistory.map(({ status }) => status)]).toEqual([
      ...[5, ['pending', 'approved', 'in-transit', 'delivered']],
    ]);
    await eventually(
      async () => (await at.client.get<Dashboard>(`/sellers/${seller.id}/dashboard`)).items === 0,
      'a delivered order leaves the dashboard',
    );
  });

  it('of a single package leave both steps in the history too', async () => {
    const seller = await at.shop.seller();
    const order = await at.shop.order(
      (await at.shop.shopper({ product: await at.shop.offer({ sellerId: seller.id }) })).id,
    );
    await runsFor(seller);
    expect((await reaches(order.id, 'delivered')).statusHistory.map(({ status }) => status)).toEqual([
      ...['pending', 'approved', 'in-transit', 'delivered'],
    ]);
  });

  it('count for the customer: paid at approved, delivered at delivered, nothing for a rejected order', async () => {
    const product = await at.shop.offer({ available: 1 });
    const shopper = await at.shop.shopper({ product });
    const counters = async () => {
      const { paidOrders, failedOrders, deliveredOrders } = await at.client.get<Customer>(
        `/customers/${shopper.id}`,
      );
      return [paidOrders, failedOrders, deliveredOrders].join();
    };
    const order = await at.shop.order(shopper.id);
    await eventually(async () => (await counters()) === '1,0,0', 'the paid order is counted');
    await at.shop.putItem(shopper.id, { product });
    expect((await at.shop.order(shopper.id)).status).toBe('rejected');
    await eventually(async () => {
      await run();
      return (await at.shop.readOrder(order.id)).status === 'delivered' && (await counters()) === '1,0,1';
    }, 'the delivered order is counted, the rejected one is not');
  });

  it('deliver no package twice when many runs go at the same time', async () => {
    const seller = await at.shop.seller();
    const product = await at.shop.offer({ sellerId: seller.id });
    for (let n = 0; n < 4; n += 1) await at.shop.order((await at.shop.shopper({ product })).id);
    const packages = (await Promise.all(Array.from({ length: 8 }, run))).flat();
    packages.push(...(await runsFor(seller)));
    expect(new Set(packages.map(({ packageId }) => packageId)).size).toBe(packages.length);
  });
});
