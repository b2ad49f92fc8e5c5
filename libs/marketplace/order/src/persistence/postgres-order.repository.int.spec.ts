import { afterAll } from '@jest/globals';

import { orderRepositoryContract } from '../domain/order.repository.contract.js';
import { OrderRepository } from '../domain/order.repository.js';
import { openOrderApp, type OrderApp } from '../order-app.fixture.js';

let app: OrderApp | undefined;
afterAll(() => app?.close());

orderRepositoryContract(async () => {
  app = await openOrderApp();
  return { repository: app.get(OrderRepository), unit: app.unit('order'), log: app.log('order') };
});
