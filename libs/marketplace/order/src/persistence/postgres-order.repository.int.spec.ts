import { afterAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import { someItem } from '../domain/order.fixture.js';
import { Order } from '../domain/order.js';
import { orderRepositoryContract } from '../domain/order.repository.contract.js';
import { OrderRepository } from '../domain/order.repository.js';
import { openOrderApp, type OrderApp } from '../order-app.fixture.js';

let app: OrderApp | undefined;
afterAll(() => app?.close());

orderRepositoryContract(async () => {
  app = await openOrderApp();
  return { repository: app.get(OrderRepository), unit: app.unit('order'), log: app.log('order') };
});

describe('the stream of an order', () => {
  it.each([
    ['goes on while the order can change', (order: Order) => order.enterTransit(), false],
    ['ends when it is delivered', (order: Order) => order.deliver(), true],
    ['ends when its payment failed', (order: Order) => order.failPayment('declined', [], []), true],
  ])('%s', async (_what, change, ends) => {
    const unit = app?.unit('order');
    const order = Order.open(newId(), newId(), 1, 'EUR');
    order.place([someItem()], []);
    change(order);
    await unit?.run(async () => app?.get(OrderRepository).save(order));
    const rows = await unit?.read(() =>
      unit.query(`SELECT finished_on IS NOT NULL AS ends FROM "order".stream_head WHERE stream_id = $1`, [
        `order-${order.id}`,
      ]),
    );
    expect(rows).toEqual([{ ends }]);
  });
});
