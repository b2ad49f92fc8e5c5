import type { HistoryEntry } from '@comparison/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeMarketplace, type Mood, type Seen } from '../testing/fake-marketplace.fixture.js';
import { flawsOf, withoutReplays } from '../testing/history.fixture.js';
import { TestTroupe } from '../testing/troupe.fixture.js';

const isCheckout = ({ path }: Seen): boolean => path.endsWith('/checkout');

/** The mood of the first requests of a kind, one each. */
function firstOf(which: (request: Seen) => boolean, ...moods: Mood[]): (request: Seen) => Mood {
  return (request) => (which(request) ? (moods.shift() ?? 'serve') : 'serve');
}

describe('a checkout without an answer', () => {
  let shop: FakeMarketplace;
  let troupe: TestTroupe;
  beforeEach(async () => {
    [shop, troupe] = await Promise.all([FakeMarketplace.start(), TestTroupe.start()]);
  });
  afterEach(() => Promise.all([troupe.stop(), shop.stop()]));

  /** One checkout. */
  const one = (more = {}) =>
    troupe.play({ origin: shop.origin, loop: { type: 'open', perSecond: 1 }, seconds: 1, ...more });
  const ends = (history: readonly HistoryEntry[], operation: string) =>
    withoutReplays(history).filter((entry) => entry.operation === operation && entry.type !== 'invoke');

  it.each<[string, Mood, string]>([
    ['a reset', 'reset', 'ECONNRESET'],
    ['an answer that was lost after the deed', 'lost', 'ECONNRESET'],
    ['a 503', { status: 503 }, 'urn:whereabouts:problem:moody'],
  ])(
    'is info after %s, and is sent again under the same key by another process',
    async (_what, mood, error) => {
      shop.mood = firstOf(isCheckout, mood, mood);
      const { checkouts, operations } = await one();
      const history = await troupe.history();
      expect(ends(history, 'checkout').map(({ type, error: why }) => [type, why])).toEqual([
        ['info', error],
        ['info', error],
        ['ok', undefined],
      ]);
      const sent = withoutReplays(history).filter(
        ({ type, operation }) => type === 'invoke' && operation === 'checkout',
      );
      expect(sent.map(({ input }) => input?.attempt)).toEqual([1, 2, 3]);
      expect(new Set(sent.map(({ input }) => input?.idempotencyKey)).size).toBe(1);
      expect(new Set(sent.map(({ process }) => process)).size).toBe(3);
      expect(new Set(shop.seen.filter(isCheckout).map(({ key }) => key)).size).toBe(1);
      expect(shop.orderCount).toBe(1);
      expect(flawsOf(history)).toEqual([]);
      expect(checkouts).toMatchObject({ begun: 1, acknowledged: 1, unknown: 0, decided: { approved: 1 } });
      expect(operations.checkout).toMatchObject({ invoked: 3, ok: 1, unknown: 2 });
      // Counted from the first attempt: both pauses are in it.
      expect(checkouts.acknowledgement.min).toBeGreaterThanOrEqual(400);
    },
  );

  it('is unknown when it never comes before the stretch is over', async () => {
    shop.mood = (request) => (isCheckout(request) ? { status: 503 } : 'serve');
    const { checkouts, goodput } = await one({ drainSeconds: 1 });
    expect(checkouts).toMatchObject({ begun: 1, acknowledged: 0, unknown: 1 });
    expect(goodput).toBe(0);
    expect(flawsOf(await troupe.history())).toEqual([]);
  });

  it('is refused by a 4xx, which is not tried again', async () => {
    shop.mood = (request) => (isCheckout(request) ? { status: 409 } : 'serve');
    const { checkouts } = await one();
    expect(checkouts).toMatchObject({ begun: 1, acknowledged: 0, refused: 1 });
    expect(shop.seen.filter(isCheckout)).toHaveLength(1);
    expect(ends(await troupe.history(), 'checkout')).toMatchObject([
      { type: 'fail', output: { status: 409 }, error: 'urn:whereabouts:problem:moody' },
    ]);
  });

  it('is followed until it is decided when it was 202, and completion is later than acknowledgement', async () => {
    shop.looksUntilDecided = 4;
    const { checkouts, generator, operations } = await one();
    expect(checkouts).toMatchObject({ acknowledged: 1, undecided: 0, decided: { approved: 1 } });
    expect(checkouts.completion.min).toBeGreaterThan(checkouts.acknowledgement.max);
    expect([generator.polls, operations.decided?.invoked]).toEqual([4, 1]);
    const history = await troupe.history();
    expect(ends(history, 'checkout')).toMatchObject([
      { output: { status: 202, body: { status: 'pending' } } },
    ]);
    expect(ends(history, 'decided')).toMatchObject([
      {
        type: 'ok',
        output: {
          status: 200,
          // What was seen last before that is kept: it may show what is undone later.
          body: { status: 'approved', dropped: [], before: { status: 'pending' } },
        },
      },
    ]);
    expect(flawsOf(history)).toEqual([]);
  });

  it('is undecided when the drain is over first', async () => {
    shop.looksUntilDecided = 1_000;
    const { checkouts, goodput } = await one({ drainSeconds: 0.5 });
    expect(checkouts).toMatchObject({ acknowledged: 1, undecided: 1, decided: { approved: 0 } });
    expect(goodput).toBe(0);
    // It took that long at least.
    expect(checkouts.completion.count).toBe(1);
    expect(checkouts.completion.max).toBeGreaterThan(checkouts.acknowledgement.max);
    expect(ends(await troupe.history(), 'decided')).toMatchObject([{ type: 'info', error: 'undecided' }]);
  });

  it('shows an acknowledged order that cannot be read as a refusal, and goes on asking', async () => {
    shop.looksUntilDecided = 2;
    shop.mood = firstOf(({ path }) => path.startsWith('/orders/'), { status: 404 });
    await one();
    const history = await troupe.history();
    expect(ends(history, 'decided').map(({ type }) => type)).toEqual(['fail', 'ok']);
    expect(flawsOf(history)).toEqual([]);
  });
});

describe('what counts as a checkout that ended as it should', () => {
  let shop: FakeMarketplace;
  let troupe: TestTroupe;
  beforeEach(async () => {
    [shop, troupe] = await Promise.all([FakeMarketplace.start(), TestTroupe.start()]);
  });
  afterEach(() => Promise.all([troupe.stop(), shop.stop()]));

  const missing = [{ productId: 'p', reason: 'out-of-stock' }];
  it.each([
    ['approved', { status: 'approved' }, 1],
    ['rejected because nothing was left', { status: 'rejected', dropped: missing }, 1],
    ['rejected for no reason', { status: 'rejected', dropped: [] }, 0],
    ['not paid because the provider declined', { status: 'payment-failed', reason: 'payment-declined' }, 1],
    ['not paid because nobody could be asked', { status: 'payment-failed', reason: 'charge-abandoned' }, 0],
  ])('%s', async (_what, { reason, ...outcome }: { status: string; reason?: string }, good) => {
    const statusHistory = [{ status: outcome.status, ...(reason !== undefined && { reason }) }];
    shop.outcome = { ...outcome, statusHistory } as FakeMarketplace['outcome'];
    const { goodput, checkouts } = await troupe.play({
      ...{ origin: shop.origin, seconds: 1 },
      loop: { type: 'open', perSecond: 1 },
    });
    expect([goodput, checkouts.amiss, checkouts.completion.count]).toEqual([good, 1 - good, 1]);
  });

  it('empties a cart that a failed order gave back before it is filled again', async () => {
    shop.outcome = { status: 'rejected', dropped: missing };
    const alone = await TestTroupe.start('om-checkout', { customers: 1, products: 20 });
    try {
      await alone.play({ origin: shop.origin, seconds: 1, loop: { type: 'closed', clients: 1 } });
      const steps = withoutReplays(await alone.history()).flatMap(({ type, operation }) =>
        type === 'invoke' && ['checkout', 'abandon-cart'].includes(operation) ? [operation] : [],
      );
      expect(steps.slice(0, 3)).toEqual(['checkout', 'abandon-cart', 'checkout']);
    } finally {
      await alone.stop();
    }
  });
});
