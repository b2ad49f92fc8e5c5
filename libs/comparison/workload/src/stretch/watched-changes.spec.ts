import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HistoryEntry } from '@comparison/protocol';
import { FakeMarketplace } from '../testing/fake-marketplace.fixture.js';
import { TestTroupe } from '../testing/troupe.fixture.js';

describe('the history', () => {
  let shop: FakeMarketplace;
  let troupe: TestTroupe;
  beforeEach(async () => {
    const shopping = { customers: 200, products: 200 };
    [shop, troupe] = await Promise.all([FakeMarketplace.start(), TestTroupe.start('om-default', shopping)]);
  });
  afterEach(() => Promise.all([troupe.stop(), shop.stop()]));

  it('tells looks that wait for a change, and for which, from all others', async () => {
    await troupe.play({ origin: shop.origin, loop: { type: 'open', perSecond: 300 }, seconds: 1 });
    const history = await troupe.history();
    const looksOf = (operation: HistoryEntry['operation']) =>
      history.filter((entry) => entry.type === 'invoke' && entry.operation === operation);
    const watchOf = ({ input }: HistoryEntry) => input?.['watch'] as Record<string, unknown> | undefined;
    const before = ({ index }: HistoryEntry) => history.filter((entry) => entry.index < index);

    for (const look of [...looksOf('read-cart'), ...looksOf('dashboard')]) {
      const done = before(look).filter(({ process, type }) => process === look.process && type === 'ok');
      const last = done.at(-1)?.output?.['body'] as Record<string, unknown> | undefined;
      const watch = watchOf(look);
      // The marketplace of this test shows everything at once: a watcher looks right after the change.
      if (watch && 'revision' in watch)
        expect(last).toMatchObject({ id: watch['productId'], revision: watch['revision'] });
      else if (watch)
        expect(done.map(({ output }) => (output?.['body'] as { id?: string } | undefined)?.id)).toContain(
          watch['orderId'],
        );
    }
    for (const operation of ['read-cart', 'dashboard'] as const) {
      const looks = looksOf(operation);
      expect(looks.filter(watchOf).length).toBeGreaterThan(0);
      expect(looks.filter((look) => !watchOf(look)).length).toBeGreaterThan(0);
    }
  });
});
