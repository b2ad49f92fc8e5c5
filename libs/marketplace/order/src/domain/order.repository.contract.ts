import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import { Order } from './order.js';
import { someItem } from './order.fixture.js';
import type { OrderRepository } from './order.repository.js';

export interface OrderRepositoryUnderTest {
  readonly repository: OrderRepository;
  readonly unit: UnitOfWork;
  readonly log: EventLog;
}

/** What every implementation of {@link OrderRepository} promises. */
export function orderRepositoryContract(open: () => Promise<OrderRepositoryUnderTest>): void {
  describe('an order repository', () => {
    let repository: OrderRepository;
    let unit: UnitOfWork;
    let log: EventLog;
    beforeAll(async () => ({ repository, unit, log } = await open()));

    const save = (order: Order) => unit.run(() => repository.save(order));
    const load = (id: string) => unit.run(() => repository.load(id));

    it('gives an order back as it was saved, with everything that happened in between', async () => {
      const order = Order.open(newId(), newId(), 1, 'BRL');
      await save(order);
      expect((await load(order.id))?.state).toEqual(order.state);

      const dropped = [{ productId: newId(), reason: 'unavailable' as const }];
      order.place([someItem({ voucherCents: 100 }), someItem({ name: 'Cup "é" 💡' })], dropped);
      await save(order);
      order.approve();
      await save(order);

      const loaded = await load(order.id);
      expect(loaded?.state).toEqual(order.state);
      expect(loaded?.version).toBe(3);
      expect(loaded?.pullEvents()).toEqual([]);
    });

    it('keeps several steps of one unit, and amounts beyond 32 bits', async () => {
      const order = Order.open(newId(), newId(), 1, 'EUR');
      order.failPayment('declined', [someItem({ quantity: 1_000, unitPriceCents: 10_000_000_000 })], []);
      await save(order);
      const loaded = await load(order.id);
      expect(loaded?.state).toEqual(order.state);
      expect(loaded?.state.totals.itemsCents).toBe(10_000_000_000_000);
    });

    it('knows nothing of an order that was never saved', async () => {
      expect(await load(newId())).toBeUndefined();
    });

    it('publishes what was recorded on the stream of the order, by its versions', async () => {
      const order = Order.open(newId(), newId(), 1, 'EUR');
      order.place([someItem()], []);
      await save(order);
      const messages = await unit.read(() => log.read(`order-${order.id}`));
      expect(messages.map(({ type, streamVersion }) => [type, streamVersion])).toEqual([
        ['order.pending', 1],
        ['order.placed', 2],
      ]);
      const replayed = new Order(order.id);
      replayed.replay(messages.map(({ type, data }) => ({ type, data })) as Parameters<Order['replay']>[0]);
      expect(replayed.state).toEqual(order.state);
    });

    it('leaves nothing, not even a number, when the unit fails', async () => {
      const customerId = newId();
      const order = Order.open(newId(), customerId, 1, 'EUR');
      await expect(
        unit.run(async () => {
          expect(await repository.takeNumber(order.id, customerId)).toBe(1);
          await repository.save(order);
          throw new Error('changed my mind');
        }),
      ).rejects.toThrow('changed my mind');
      expect(await load(order.id)).toBeUndefined();
      expect(await unit.run(() => repository.takeNumber(order.id, customerId))).toBe(1);
    });

    it('lets one unit at a time change an order, and shows it what the one before did', async () => {
      let runs = 0;
      const order = Order.open(newId(), newId(), 1, 'EUR');
      await save(order);
      const lines = await Promise.all(
        [1, 2, 3, 4].map((quantity) =>
          unit.run(async () => {
            runs += 1;
            const loaded = await repository.load(order.id);
            loaded?.place([someItem({ quantity })], []);
            if (loaded) await repository.save(loaded);
            return loaded?.state.lines;
          }),
        ),
      );
      expect(new Set(lines.map((line) => JSON.stringify(line))).size).toBe(1);
      expect((await load(order.id))?.version).toBe(2);
      expect(runs).toBe(4); // they waited; none had to begin again
    });

    it('gives a customer rising numbers without gaps, however many orders begin at once', async () => {
      const customerId = newId();
      const numbers = await Promise.all(
        Array.from({ length: 12 }, () => unit.run(() => repository.takeNumber(newId(), customerId))),
      );
      expect(numbers.sort((a = 0, b = 0) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    });
  });
}
