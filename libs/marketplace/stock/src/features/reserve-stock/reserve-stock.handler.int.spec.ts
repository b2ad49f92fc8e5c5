import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { done, newId, notYet, refused } from '@platform/domain';

import { item, openStockApp, type StockApp } from '../../stock-app.fixture.js';

/** What reserving and confirming send: two statements and the append; over streams heads, streams, lines, lines again and the append. */
const STATEMENTS = { state: [3, 3], events: [5, 5] };

describe.each(['state', 'events'] as const)('reserving stock, kept as %s', (persistence) => {
  let app: StockApp;
  beforeAll(async () => {
    app = await openStockApp(persistence);
  });
  afterAll(() => app.close());

  it('holds the pieces of every item and drops, with the reason, what cannot be had', async () => {
    const [plenty, scarce, replaced, deleted] = [
      await app.stocked(10),
      await app.stocked(2),
      await app.stocked(10),
      await app.stocked(10),
    ];
    await app.follow(replaced, 2);
    await app.follow(deleted, 1, 'deleted');
    const answer = await app.reserve(newId(), [
      item(scarce, 3),
      item(plenty, 10),
      item(replaced, 1),
      item(deleted, 1),
    ]);
    expect(answer).toEqual(
      done({
        reserved: [{ productId: plenty, quantity: 10 }],
        dropped: [
          { productId: scarce, reason: 'out-of-stock' },
          { productId: replaced, reason: 'unavailable' },
          { productId: deleted, reason: 'unavailable' },
        ],
      }),
    );
    expect(await app.stock(plenty)).toMatchObject({ available: 10, reserved: 10 });
    expect(await app.stock(scarce)).toMatchObject({ available: 2, reserved: 0 });
  });

  it('is refused when nothing is left, and says why of each item', async () => {
    const id = await app.stocked(0);
    const nothing = { reserved: [], dropped: [{ productId: id, reason: 'out-of-stock' as const }] };
    expect(await app.reserve(newId(), [item(id, 1)])).toEqual(refused('nothing-left', nothing));
  });

  it.each([
    ['a product it never heard of', () => Promise.resolve(newId())],
    ['a later offer than the one it knows', () => app.stocked(5)],
  ])('asks to be asked again about %s, and drops it when that is the last time', async (_what, product) => {
    const [late, known, orderId] = [await product(), await app.stocked(5), newId()];
    const items = [item(known, 1), item(late, 1, 2)];
    expect(await app.reserve(orderId, items)).toEqual(notYet('product-version-behind'));
    expect(await app.stock(known)).toMatchObject({ reserved: 0 });
    const last = done({
      reserved: [{ productId: known, quantity: 1 }],
      dropped: [{ productId: late, reason: 'unavailable' as const }],
    });
    expect(await app.reserve(orderId, items, true)).toEqual(last);
    expect(await app.reserve(orderId, items)).toEqual(last);
  });

  it('answers the same order again what it answered, whatever has happened since', async () => {
    const [a, b, orderId] = [await app.stocked(5), await app.stocked(5), newId()];
    const items = [item(b, 5), item(a, 6)];
    const first = await app.reserve(orderId, items);
    expect(await app.reserve(orderId, items)).toEqual(first);
    await app.follow(b, 2);
    expect(await app.reserve(orderId, items)).toEqual(first);
    await app.release(orderId);
    expect(await app.reserve(orderId, items)).toEqual(first);
    expect(await app.stock(b)).toMatchObject({ available: 5, reserved: 0 });
  });

  it('answers a refused order again, of unknown products too', async () => {
    const [orderId, items] = [newId(), [item(newId(), 1)]];
    const first = await app.reserve(orderId, items, true);
    expect(first).toMatchObject({ outcome: 'refused', reason: 'nothing-left' });
    expect(await app.reserve(orderId, items, true)).toEqual(first);
  });

  it('never sells more than there is, and all there is, when twenty ask at once for half as many', async () => {
    const ids = [await app.stocked(10), await app.stocked(30)];
    const [scarce = '', ample = ''] = ids;
    const sampling = sampleUntilAborted(app, ids);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        app.reserve(
          newId(),
          index % 2 ? [item(scarce, 1), item(ample, 1)] : [item(ample, 1), item(scarce, 1)],
        ),
      ),
    );
    const got = answers.filter(
      (answer) =>
        answer.outcome === 'done' && answer.result.reserved.some(({ productId }) => productId === scarce),
    );
    expect([
      answers.map(({ outcome }) => outcome).every((outcome) => outcome === 'done'),
      got.length,
    ]).toEqual([true, 10]);
    expect(await app.stock(scarce)).toMatchObject({ available: 10, reserved: 10 });
    expect(await app.stock(ample)).toMatchObject({ available: 30, reserved: 20 });
    expect(await sampling.stop()).toEqual([]);
  });

  it('loses and doubles nothing while orders are reserved, confirmed and released at once', async () => {
    const id = await app.stocked(12);
    const sampling = sampleUntilAborted(app, [id]);
    const confirmed = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const orderId = newId();
        const { outcome } = await app.reserve(orderId, [item(id, 2)]);
        if (outcome !== 'done') return 0;
        await (index % 2 ? app.confirm(orderId) : app.release(orderId));
        return index % 2 ? 2 : 0;
      }),
    );
    const pieces = confirmed.reduce<number>((sum, quantity) => sum + quantity, 0);
    expect(await app.stock(id)).toMatchObject({
      available: 12 - pieces,
      reserved: 0,
      orderCount: pieces / 2,
      yearToDate: pieces,
    });
    expect(await sampling.stop()).toEqual([]);
  });

  it('costs a handful of statements, however many products there are', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => app.stocked(5)));
    const query = jest.spyOn(app.unit('stock'), 'query');
    const write = jest.spyOn(app.unit('stock'), 'write');
    const orderId = newId();
    await app.reserve(
      orderId,
      ids.map((id) => item(id, 1)),
    );
    const sent = () => query.mock.calls.length + write.mock.calls.length;
    const reserving = sent();
    await app.confirm(orderId);
    expect([reserving, sent() - reserving]).toEqual(STATEMENTS[persistence]);
    query.mockRestore();
    write.mockRestore();
  });
});

/** Looks at the stock again and again. `stop` gives every look at which S1 did not hold. */
function sampleUntilAborted(app: StockApp, ids: readonly string[]) {
  const stopped = new AbortController();
  const wrong: unknown[] = [];
  const looking = (async () => {
    while (!stopped.signal.aborted) {
      for (const { available, reserved } of await Promise.all(ids.map((id) => app.stock(id))))
        if (available < 0 || reserved < 0 || reserved > available) wrong.push({ available, reserved });
    }
  })();
  return {
    stop: async () => {
      stopped.abort();
      await looking;
      return wrong;
    },
  };
}
