import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { type ModuleApp, openModuleApp } from '@platform/http/testing';
import { waitUntil } from '@platform/messaging/testing';

import type { CustomerView } from '../contract/index.js';
import { CustomerModule } from '../customer.module.js';
import { someCustomer } from '../domain/customer.fixture.js';

describe("a customer's counts of orders", () => {
  let app: ModuleApp;
  beforeAll(async () => {
    app = await openModuleApp({ customer: CustomerModule }, { heard: ['order'] });
  });
  afterAll(() => app.close());

  /** Lets an order of the customer come to each of these pasts. */
  const order = async (customerId: string, ...types: string[]) => {
    const orderId = newId();
    const data = { orderId, customerId, reason: 'declined', lines: [], dropped: [] };
    await app.unit('order').run(() => {
      app.log('order').append(
        `order-${orderId}`,
        types.map((type) => ({ type, data })),
      );
      return Promise.resolve();
    });
  };
  const counts = async (id: string) => {
    const { paidOrders, failedOrders, deliveredOrders } = (
      await app.request('GET', `/customers/${id}`)
    ).json<CustomerView>();
    return { paidOrders, failedOrders, deliveredOrders };
  };
  const counted = (id: string, orders: number) =>
    waitUntil(`${orders} orders of the customer are counted`, async () => {
      const { paidOrders, failedOrders, deliveredOrders } = await counts(id);
      return paidOrders + failedOrders + deliveredOrders >= orders;
    });

  it('follow the orders: paid when approved, failed when the payment failed, delivered; rejected ones count nowhere', async () => {
    const id = newId();
    await order(id, 'order.approved'); // heard before the customer is registered
    await app.request('PUT', `/customers/${id}`, someCustomer());
    await Promise.all([
      order(id, 'order.approved', 'order.in-transit', 'order.delivered'),
      order(id, 'order.approved', 'order.in-transit'),
      order(id, 'order.payment-failed'),
      order(id, 'order.rejected'),
      order(newId(), 'order.approved'),
    ]);
    await counted(id, 5);
    expect(await counts(id)).toEqual({ paidOrders: 3, failedOrders: 1, deliveredOrders: 1 });
  });

  it('lose none of many orders that are decided at once', async () => {
    const id = newId();
    await app.request('PUT', `/customers/${id}`, someCustomer());
    await Promise.all(Array.from({ length: 30 }, () => order(id, 'order.approved')));
    await counted(id, 30);
    expect(await counts(id)).toEqual({ paidOrders: 30, failedOrders: 0, deliveredOrders: 0 });
  });
});
