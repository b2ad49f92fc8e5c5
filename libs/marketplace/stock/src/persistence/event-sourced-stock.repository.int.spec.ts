import { describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import {
  CreateProjections1767000000310,
  CreateSnapshots1767000000300,
  InlineProjections,
} from '@platform/event-sourcing';
import { MESSAGING_MIGRATIONS } from '@platform/messaging';
import { MessagingHarness } from '@platform/messaging/testing';
import { registerModule } from '@platform/persistence';
import { openTestDatabases } from '@platform/persistence/testing';

import '../contract/index.js';
import { stockRepositoryContract } from '../domain/stock.repository.contract.js';
import {
  entities,
  EventSourcedOrderStock,
  EventSourcedStockRepository,
  migrations,
  ReservationLines,
} from './index.js';

registerModule('stock', {
  entities,
  migrations: [
    ...migrations,
    ...MESSAGING_MIGRATIONS,
    CreateSnapshots1767000000300,
    CreateProjections1767000000310,
  ],
});

const open = async () => {
  const { databases, close } = await openTestDatabases(['stock']);
  const unit = databases.unitOfWork('stock');
  const log = new MessagingHarness(databases, ['stock']).log('stock');
  const stocks = new EventSourcedStockRepository(unit, log);
  return { unit, log, stocks, orderStock: new EventSourcedOrderStock(unit, log), close };
};

describe('stock over streams', () => {
  stockRepositoryContract(open);

  it('begins from a snapshot where many orders have come by, and knows who holds what', async () => {
    const { unit, stocks, orderStock, close } = await open();
    const id = newId();
    const work = async (change: (found: Awaited<ReturnType<typeof stocks.loadAll>>) => void) =>
      unit.run(async () => {
        const found = await stocks.loadAll([id]);
        change(found);
        await stocks.save(found.values());
      });
    await work((found) => {
      found.get(id)?.follow(1, 'active');
      found.get(id)?.set(1_000);
    });
    const orders = Array.from({ length: 60 }, () => newId());
    for (const [index, orderId] of orders.entries())
      await unit.run(async () => {
        const { stocks: known } = await orderStock.load(orderId, [id]);
        for (const stock of known.values()) stock.reserve(orderId, 1 + (index % 3));
        await orderStock.saveReserved(orderId, known.values(), []);
      });
    const snapshots = () =>
      unit.read(() => unit.query<{ version: number }>('SELECT version FROM stock.snapshot'));
    expect(await snapshots()).toEqual([{ version: 50 }]);
    const begun = await unit.read(() => stocks.find(id));
    expect(Object.keys(begun?.data.held ?? {}).sort()).toEqual([...orders].sort());
    for (const orderId of orders.slice(0, 40))
      await unit.run(async () => {
        const { stocks: known } = await orderStock.loadReserved(orderId);
        for (const stock of known.values()) stock.confirm(orderId);
        await orderStock.saveSettled(orderId, known.values());
      });
    expect(await snapshots()).toEqual([{ version: 100 }]);
    const ended = await unit.read(() => stocks.find(id));
    await unit.run(() => unit.query('DELETE FROM stock.snapshot'));
    const replayed = await unit.read(() => stocks.find(id));
    expect([ended?.version, ended?.state]).toEqual([replayed?.version, replayed?.state]);
    expect([ended?.version, ended?.data.reserved, ended?.data.orderCount]).toEqual([102, 41, 40]);
    await close();
  });

  it('knows the lines of orders again when they are made anew from the streams, however that is cut', async () => {
    const { unit, stocks, orderStock, close } = await open();
    const ids = [newId(), newId(), newId()];
    await unit.run(async () => {
      const found = await stocks.loadAll(ids);
      for (const stock of found.values()) {
        stock.follow(1, 'active');
        stock.set(100);
      }
      await stocks.save(found.values());
    });
    const settle = [undefined, 'confirm', 'release'] as const;
    for (let n = 0; n < 9; n += 1) {
      const orderId = newId();
      await unit.run(async () => {
        const { stocks: known } = await orderStock.load(orderId, ids);
        for (const stock of known.values()) stock.reserve(orderId, 2);
        const dropped = { productId: newId(), quantity: 1, status: 'unavailable' } as const;
        await orderStock.saveReserved(orderId, known.values(), n % 2 ? [dropped] : []);
      });
      const how = settle[n % 3];
      if (how)
        await unit.run(async () => {
          const { stocks: known } = await orderStock.loadReserved(orderId);
          for (const stock of known.values()) stock[how](orderId);
          await orderStock.saveSettled(orderId, known.values());
        });
    }
    const lines = () =>
      unit.read(() => unit.query('SELECT * FROM stock.reservation ORDER BY order_id, product_id'));
    const live = await lines();
    expect(live).toHaveLength(31);
    for (const sliceSize of [1, 4, 500]) {
      await unit.run(() => unit.query(`UPDATE stock.reservation SET status = 'held', quantity = 77`));
      await new InlineProjections(unit, [new ReservationLines(unit)], sliceSize).rebuild();
      expect(await lines()).toEqual(live);
    }
    await close();
  });
});
