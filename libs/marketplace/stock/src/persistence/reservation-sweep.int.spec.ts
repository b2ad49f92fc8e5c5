import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import { item, openStockApp, type StockApp } from '../stock-app.fixture.js';
import { ReservationSweep } from './index.js';

const WEEK = 7;

describe.each(['state', 'events'] as const)(
  'the lines that orders were answered with, kept as %s',
  (persistence) => {
    let app: StockApp;
    beforeAll(async () => {
      app = await openStockApp(persistence);
    });
    afterAll(() => app.close());

    const pass = (days: number) =>
      app
        .unit('stock')
        .run(() =>
          app.unit('stock').query('UPDATE stock.reservation SET written_on = written_on - $1::int', [days]),
        );
    const orders = async () => {
      const rows = await app
        .unit('stock')
        .read(() =>
          app.unit('stock').query<{ id: string }>('SELECT DISTINCT order_id AS id FROM stock.reservation'),
        );
      return new Set(rows.map(({ id }) => id));
    };

    it('go as a whole some days after the order has ended, never while something is held', async () => {
      const [ample, scarce] = await Promise.all([app.stocked(10), app.stocked(1)]);
      const both = [item(ample, 2), item(scarce, 2)];
      const [confirmed, released, held, late] = [newId(), newId(), newId(), newId()];
      for (const id of [confirmed, released, held, late]) await app.reserve(id, both);
      await app.confirm(confirmed);
      await app.release(released);
      await pass(WEEK + 1);
      await app.confirm(late);

      expect(await app.get(ReservationSweep).run(WEEK)).toBe(4);
      expect(await orders()).toEqual(new Set([held, late]));

      expect(await app.release(held)).toMatchObject({ outcome: 'done' });
      expect(await app.stock(ample)).toMatchObject({ available: 6, reserved: 0 });
      await pass(WEEK + 1);
      expect(await app.get(ReservationSweep).run(WEEK)).toBe(4);
    });
  },
);
