import { afterAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import {
  CreateProjections1767000000310,
  CreateSnapshots1767000000300,
  InlineProjections,
  Projector,
} from '@platform/event-sourcing';
import { MESSAGING_MIGRATIONS } from '@platform/messaging';
import { MessagingHarness, waitUntil } from '@platform/messaging/testing';
import { type Databases, registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import '../contract/index.js'; // defines what is recorded
import { orderRepositoryContract } from '../domain/order.repository.contract.js';
import { OrderChanges } from '../features/watch-order/order-changes.js';
import type { OrderView } from '../contract/index.js';
import { Order } from '../domain/order.js';
import { someItem } from '../domain/order.fixture.js';
import type { OrderViews } from '../features/read-order/order-views.js';
import { CustomerNumbers } from './customer-numbers.js';
import { EventSourcedOrderViews } from './event-sourced-order-views.js';
import { EventSourcedOrderRepository } from './event-sourced-order.repository.js';
import { orderListProjection } from './order-list.projection.js';
import { PostgresOrderRepository } from './postgres-order.repository.js';
import { PostgresOrderViews } from './postgres-order-views.js';
import { CreateOrders1767225600000 } from './migrations/1767225600000-create-orders.js';

registerModule('order', {
  migrations: [
    ...MESSAGING_MIGRATIONS,
    CreateSnapshots1767000000300,
    CreateProjections1767000000310,
    CreateOrders1767225600000,
  ],
});

let opened: { databases: Databases; close: () => Promise<void> } | undefined;
afterAll(() => opened?.close());

const open = async () => {
  opened ??= await openTestDatabases(['order']);
  const unit = opened.databases.unitOfWork('order');
  const harness = new MessagingHarness(opened.databases, ['order']);
  const log = harness.log('order');
  return { repository: new EventSourcedOrderRepository(unit, log, new OrderChanges()), unit, log, harness };
};

orderRepositoryContract(open);

describe('orders that are kept as streams', () => {
  it('tell which numbers were handed out, should the counters be older', async () => {
    const { repository, unit } = await open();
    const customerId = newId();
    const order = () =>
      unit.run(async () => {
        const id = newId();
        const number = (await repository.takeNumber(id, customerId)) ?? 0;
        await repository.save(Order.open(id, customerId, number, 'EUR'));
        return number;
      });
    expect([await order(), await order()]).toEqual([1, 2]);
    await unit.run(() => unit.query('UPDATE "order".customer_number SET last_number = 1'));
    await new InlineProjections(unit, [new CustomerNumbers(unit)], 1).rebuild();
    expect(await order()).toBe(3);
  });

  it('are shown as those that are kept as rows, by id and in lists', async () => {
    const { repository, unit, log, harness } = await open();
    const rows = new PostgresOrderRepository(unit, log, new OrderChanges());
    const customerId = newId();
    for (let number = 1; number <= 3; number += 1)
      await unit.run(async () => {
        const order = Order.open(newId(), customerId, number, 'EUR');
        if (number === 1) order.reject('out-of-stock', [{ productId: newId(), reason: 'out-of-stock' }]);
        if (number === 2) order.failPayment('declined', [someItem({ voucherCents: 5 })], []);
        if (number === 3) {
          order.place([someItem(), someItem({ name: 'Tasse' })], []);
          order.deliver();
        }
        await rows.save(order); // the one append serves both: rows are one reading of it, the stream is another
      });
    const projector = new Projector(unit, orderListProjection(unit), harness.hints);
    await projector.prepare();
    await waitUntil('the list has followed', async () => {
      await projector.step();
      return (await projector.progress()).generations[0]?.behind === 0;
    });
    const [byStreams, byRows] = [new EventSourcedOrderViews(unit, log), new PostgresOrderViews(unit)];
    const both = <T>(look: (views: OrderViews) => Promise<T>) =>
      unit.read(async () => [await look(byStreams), await look(byRows)] as const);
    const withoutTimes = (orders: readonly OrderView[]) =>
      orders.map(({ createdAt, updatedAt, statusHistory, ...order }) => ({
        ...order,
        statuses: statusHistory.map(({ status, reason }) => [status, reason]),
        isDated: [createdAt, updatedAt, ...statusHistory.map(({ at }) => at)].every(
          (at) => Date.parse(at) > 0,
        ),
      }));
    const [streamed, stored] = await both((views) => views.ofCustomer(customerId, undefined, 10));
    expect(streamed.map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(withoutTimes(streamed)).toEqual(withoutTimes(stored));
    const [someStreamed, someStored] = await both((views) => views.ofCustomer(customerId, 3, 1));
    expect(withoutTimes(someStreamed)).toEqual(withoutTimes(someStored));
    const [before] = streamed;
    const [allStreamed, allStored] = await both((views) => views.ofAll(before?.id, 2));
    expect(allStreamed.map(({ id }) => id)).toEqual(allStored.map(({ id }) => id));
    expect(await unit.read(() => byStreams.byId(newId()))).toBeUndefined();
    expect(await unit.run(() => repository.load(streamed[0]?.id ?? ''))).toBeDefined();
  });
});
