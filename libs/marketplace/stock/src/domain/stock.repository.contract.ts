import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import type { EventLog } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { OrderStock } from './order-stock.js';
import { Stock } from './stock.js';
import type { StockRepository } from './stock.repository.js';

export interface StockRepositoryUnderTest {
  readonly unit: UnitOfWork;
  readonly log: EventLog;
  readonly stocks: StockRepository;
  readonly orderStock: OrderStock;
  close(): Promise<void>;
}

/** Whether two units meet is up to chance: the first rounds open the connections, the others find them open. */
const ROUNDS = [1, 2, 3, 4, 5, 6];

/** What every implementation of the two ports keeps to. */
export function stockRepositoryContract(openRepository: () => Promise<StockRepositoryUnderTest>): void {
  describe('keeps stock', () => {
    let t: StockRepositoryUnderTest;
    beforeAll(async () => {
      t = await openRepository();
    });
    afterAll(() => t.close());

    const change = (id: string, work: (stock: Stock) => void) =>
      t.unit.run(async () => {
        const stocks = await t.stocks.loadAll([id]);
        for (const stock of stocks.values()) work(stock);
        await t.stocks.save(stocks.values());
      });
    const stocked = async (available: number) => {
      const id = newId();
      await change(id, (stock) => {
        stock.follow(1, 'active');
        stock.set(available);
      });
      return id;
    };
    const reserve = (orderId: string, ids: readonly string[], quantity: number) =>
      t.unit.run(async () => {
        const { stocks } = await t.orderStock.load(orderId, ids);
        for (const stock of stocks.values()) stock.reserve(orderId, quantity);
        await t.orderStock.saveReserved(orderId, stocks.values(), []);
      });
    const settle = (orderId: string, status: 'released' | 'confirmed') =>
      t.unit.run(async () => {
        const { stocks } = await t.orderStock.loadReserved(orderId);
        for (const stock of stocks.values()) stock[status === 'released' ? 'release' : 'confirm'](orderId);
        await t.orderStock.saveSettled(orderId, stocks.values(), status);
      });
    const find = (id: string) => t.unit.read(() => t.stocks.find(id));
    const stream = (id: string) => t.unit.read(() => t.log.read(`stock-${id}`));
    const quantities = async (id: string) => {
      const stock = await find(id);
      return [stock?.data.available, stock?.data.reserved];
    };

    it('finds nothing and loads unknown stock where there is none', async () => {
      const id = newId();
      expect(await find(id)).toBeUndefined();
      const stocks = await t.unit.run(() => t.stocks.loadAll([id]));
      expect(stocks.get(id)?.state).toBeNull();
      const { stocks: none, lines } = await t.unit.run(() => t.orderStock.load(newId(), [id]));
      expect([none.size, lines]).toEqual([0, []]);
    });

    it('keeps what was set and followed, at the version of the stream', async () => {
      const id = await stocked(1_000_000_000);
      await change(id, (stock) => stock.follow(2, 'deleted'));
      const found = await find(id);
      expect([found?.state, found?.version]).toEqual([
        {
          productVersion: 2,
          productStatus: 'deleted',
          available: 1_000_000_000,
          reserved: 0,
          orderCount: 0,
          yearToDate: 0,
          held: {},
        },
        3,
      ]);
      expect((await stream(id)).map(({ type, streamVersion }) => [streamVersion, type])).toEqual([
        [1, 'stock.created'],
        [2, 'stock.set'],
        [3, 'stock.product-followed'],
      ]);
    });

    it('keeps reservations by order, and knows them again', async () => {
      const [a, b] = [await stocked(10), await stocked(10)];
      const orderId = newId();
      await reserve(orderId, [a, b], 3);
      const again = await t.unit.run(() => t.orderStock.load(orderId, [b, a]));
      expect([...again.stocks.values()].map(({ data }) => data.held)).toEqual([
        { [orderId]: 3 },
        { [orderId]: 3 },
      ]);
      expect(again.lines).toHaveLength(2);
      const another = newId();
      const other = await t.unit.run(() => t.orderStock.load(another, [a]));
      const { held, reserved } = other.stocks.get(a)?.data ?? {};
      expect([held?.[another], reserved, other.lines]).toEqual([undefined, 3, []]);
    });

    it('keeps what was dropped, of unknown products too', async () => {
      const id = await stocked(1);
      const [orderId, unknown] = [newId(), newId()];
      const dropped = [
        { productId: id, quantity: 2, status: 'out-of-stock' },
        { productId: unknown, quantity: 1, status: 'unavailable' },
      ] as const;
      await t.unit.run(() => t.orderStock.saveReserved(orderId, [], dropped));
      const { lines } = await t.unit.run(() => t.orderStock.load(orderId, [id, unknown]));
      expect(lines).toHaveLength(2);
      expect(lines).toEqual(expect.arrayContaining([...dropped]));
      const recorded = await t.unit.read(() => t.log.read(`reservation-${orderId}`));
      expect(recorded.map(({ type, data }) => [type, data])).toEqual([
        [
          'stock.items-dropped',
          { orderId, items: dropped.map(({ status, ...line }) => ({ ...line, reason: status })) },
        ],
      ]);
      expect((await t.unit.run(() => t.orderStock.loadReserved(orderId))).lines).toEqual([]);
    });

    it('moves pieces once when released and once when confirmed, and replays to the same', async () => {
      const id = await stocked(10);
      const [kept, given, open] = [newId(), newId(), newId()];
      await reserve(kept, [id], 4);
      await reserve(given, [id], 2);
      expect(await quantities(id)).toEqual([10, 6]);
      await settle(given, 'released');
      await settle(given, 'released');
      expect(await quantities(id)).toEqual([10, 4]);
      await reserve(open, [id], 1);
      await settle(kept, 'confirmed');
      await settle(kept, 'confirmed');
      expect(await quantities(id)).toEqual([6, 1]);
      await settle(open, 'released');
      const found = await find(id);
      expect(found?.data).toMatchObject({ available: 6, reserved: 0, orderCount: 1, yearToDate: 4 });
      const replayed = Stock.unknown(id);
      const recorded = await stream(id);
      replayed.replay(
        recorded.map(({ type, data }) => ({ type, data }) as Parameters<Stock['replay']>[0][number]),
      );
      expect([replayed.state, replayed.version]).toEqual([found?.state, found?.version]);
    });

    it.each(ROUNDS)('settles once when an order is settled many times at once, round %i', async () => {
      const id = await stocked(10);
      const [orderId, other] = [newId(), newId()];
      await reserve(other, [id], 5);
      await reserve(orderId, [id], 1);
      await Promise.all(Array.from({ length: 8 }, () => settle(orderId, 'released')));
      expect(await quantities(id)).toEqual([10, 5]);
      expect((await stream(id)).filter(({ type }) => type === 'stock.released')).toHaveLength(1);
    });

    it.each(ROUNDS)('books once when one order reserves many times at once, round %i', async () => {
      const id = await stocked(3);
      const orderId = newId();
      const ask = () =>
        t.unit.run(async () => {
          const { stocks, lines } = await t.orderStock.load(orderId, [id]);
          if (lines.length > 0) return lines.map(({ status }) => status);
          const fits = stocks.get(id)?.availability(1, 3) === 'available';
          if (fits) stocks.get(id)?.reserve(orderId, 3);
          const dropped = [{ productId: id, quantity: 3, status: 'out-of-stock' as const }];
          await t.orderStock.saveReserved(orderId, stocks.values(), fits ? [] : dropped);
          return fits ? ['held'] : ['out-of-stock'];
        });
      const told = await Promise.all(Array.from({ length: 8 }, ask));
      expect([told.flat(), await quantities(id)]).toEqual([told.map(() => 'held'), [3, 3]]);
    });

    it('loses no change when many reserve, give back and set at once', async () => {
      const [a, b] = [await stocked(1_000), await stocked(1_000)];
      const orders = Array.from({ length: 12 }, () => newId());
      await Promise.all([
        ...orders.map((orderId, index) => reserve(orderId, index % 2 ? [a, b] : [b, a], 5)),
        change(a, (stock) => stock.set(2_000)),
      ]);
      expect([await quantities(a), await quantities(b)]).toEqual([
        [2_000, 60],
        [1_000, 60],
      ]);
      await Promise.all(
        orders.map((orderId, index) => settle(orderId, index < 6 ? 'released' : 'confirmed')),
      );
      expect([await quantities(a), await quantities(b)]).toEqual([
        [1_970, 0],
        [970, 0],
      ]);
    });

    it('books and settles many orders and offers of one product in one unit of work', async () => {
      const id = await stocked(10);
      const [kept, given] = [newId(), newId()];
      await t.unit.run(async () => {
        await reserve(kept, [id], 4);
        await reserve(given, [id], 2);
        await change(id, (stock) => stock.follow(2, 'active'));
        await settle(kept, 'confirmed');
        await settle(given, 'released');
        await change(id, (stock) => stock.set(8));
      });
      const found = await find(id);
      expect(found?.data).toMatchObject({ productVersion: 2, available: 8, reserved: 0, yearToDate: 4 });
      expect([found?.version, (await stream(id)).length]).toEqual([8, 8]);
    });

    it('forgets with the unit of work', async () => {
      const id = await stocked(5);
      const orderId = newId();
      const failing = t.unit.run(async () => {
        const { stocks } = await t.orderStock.load(orderId, [id]);
        for (const stock of stocks.values()) stock.reserve(orderId, 2);
        await t.orderStock.saveReserved(orderId, stocks.values(), []);
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      const { lines } = await t.unit.run(() => t.orderStock.load(orderId, [id]));
      expect([await quantities(id), lines]).toEqual([[5, 0], []]);
    });
  });
}
