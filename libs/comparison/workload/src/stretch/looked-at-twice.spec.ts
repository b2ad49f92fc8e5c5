import type { HistoryEntry } from '@comparison/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeMarketplace } from '../testing/fake-marketplace.fixture.js';
import { flawsOf } from '../testing/history.fixture.js';
import { TestTroupe } from '../testing/troupe.fixture.js';

/** What nobody would do but to see whether promises are kept. */
describe('a stretch', () => {
  let shop: FakeMarketplace;
  let troupe: TestTroupe;
  beforeEach(async () => {
    const shopping = { customers: 200, products: 200 };
    [shop, troupe] = await Promise.all([FakeMarketplace.start(), TestTroupe.start('om-default', shopping)]);
  });
  afterEach(() => Promise.all([troupe.stop(), shop.stop()]));

  const play = () => troupe.play({ origin: shop.origin, loop: { type: 'open', perSecond: 400 }, seconds: 1 });
  const invoked = (history: readonly HistoryEntry[], operation: HistoryEntry['operation']) =>
    history.filter((entry) => entry.type === 'invoke' && entry.operation === operation);
  const endOf = (history: readonly HistoryEntry[], { id }: HistoryEntry) =>
    history.find((entry) => entry.type !== 'invoke' && entry.id === id);

  it('asks for some orders once more when they are answered, under the same key, and does not count that', async () => {
    const { checkouts, operations } = await play();
    const history = await troupe.history();
    const sent = invoked(history, 'checkout');
    const replays = sent.filter(({ input }) => input?.['replay'] === true);
    expect(replays.length).toBeGreaterThan(0);
    for (const replay of replays) {
      const first = sent.find(
        ({ input }) =>
          input?.['idempotencyKey'] === replay.input?.['idempotencyKey'] && input?.['attempt'] === 1,
      );
      if (!first) throw new Error('It was asked for before.');
      expect(replay.input?.['attempt']).toBe(2);
      expect(endOf(history, first)?.index).toBeLessThan(replay.index);
      expect(endOf(history, replay)?.output).toEqual(endOf(history, first)?.output);
    }
    expect(operations.checkout?.invoked).toBe(sent.length - replays.length);
    expect(checkouts.begun).toBe(sent.length - replays.length);
    expect(flawsOf(history)).toEqual([]);
  });

  it('changes some prices twice at the same revision: one is refused, and the other one counted', async () => {
    const { operations } = await play();
    const history = await troupe.history();
    const changes = invoked(history, 'change-price');
    const rivals = [
      ...Map.groupBy(
        changes,
        ({ input }) => `${String(input?.['productId'])} ${String(input?.['revision'])}`,
      ).values(),
    ].filter(({ length }) => length > 1);
    expect(rivals.length).toBeGreaterThan(0);
    for (const both of rivals)
      expect(both.filter((one) => endOf(history, one)?.type === 'ok').length).toBeLessThan(2);
    expect(operations['change-price']?.invoked).toBeLessThan(changes.length);
  });
});
