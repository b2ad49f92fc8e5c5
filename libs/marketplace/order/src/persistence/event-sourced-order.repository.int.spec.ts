import { afterAll } from '@jest/globals';
import { CreateSnapshots1767000000300 } from '@platform/event-sourcing';
import { MESSAGING_MIGRATIONS } from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import '../contract/index.js'; // defines what is recorded
import { orderRepositoryContract } from '../domain/order.repository.contract.js';
import { OrderChanges } from '../features/watch-order/order-changes.js';
import { EventSourcedOrderRepository } from './event-sourced-order.repository.js';
import { CreateOrders1767225600000 } from './migrations/1767225600000-create-orders.js';

registerModule('order', {
  migrations: [...MESSAGING_MIGRATIONS, CreateSnapshots1767000000300, CreateOrders1767225600000],
});

let close: (() => Promise<void>) | undefined;
afterAll(() => close?.());

orderRepositoryContract(async () => {
  const opened = await openTestDatabases(['order']);
  close = opened.close;
  const unit = opened.databases.unitOfWork('order');
  const log = new MessagingHarness(opened.databases, ['order']).log('order');
  return { repository: new EventSourcedOrderRepository(unit, log, new OrderChanges()), unit, log };
});
