import { measured } from '@comparison/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeMarketplace } from '../testing/fake-marketplace.fixture.js';
import { flawsOf, rivalsIn, withoutReplays } from '../testing/history.fixture.js';
import { TestTroupe } from '../testing/troupe.fixture.js';

describe('an open loop', () => {
  let shop: FakeMarketplace;
  let troupe: TestTroupe;
  beforeEach(async () => {
    [shop, troupe] = await Promise.all([FakeMarketplace.start(), TestTroupe.start()]);
  });
  afterEach(() => Promise.all([troupe.stop(), shop.stop()]));

  const openJob = (perSecond: number) => ({
    origin: shop.origin,
    loop: { type: 'open', perSecond } as const,
  });

  it('charges a stall to every checkout that should have been sent meanwhile', async () => {
    const stall = 500;
    let stalled: Promise<void> | undefined;
    let stalledFrom = Infinity;
    shop.mood = ({ path, at }) => {
      if (!path.endsWith('/checkout')) return 'serve';
      stalled ??= new Promise((resolve) => {
        stalledFrom = at;
        setTimeout(resolve, stall);
      });
      // All that comes while it stands still is answered when it goes on.
      return { after: stalled };
    };
    const result = await troupe.play({ ...openJob(20), seconds: 2 });
    const meanwhile = shop.seen.filter(
      ({ path, at }) => path.endsWith('/checkout') && at - stalledFrom < stall,
    );
    // Sent on schedule, a twentieth of a second apart, whatever became of the first.
    expect(meanwhile.length).toBeGreaterThanOrEqual(8);
    const { acknowledgement } = result.checkouts;
    expect(acknowledgement.count).toBe(40);
    expect(acknowledgement.max).toBeGreaterThanOrEqual(stall - 50);
    // A tenth of them waited for at least half of it: a generator that waited for answers would have counted one.
    expect(acknowledgement.p90).toBeGreaterThanOrEqual(150);
  });

  it('charges a checkout for a cart that took too long to fill', async () => {
    let release = (): void => undefined;
    const filling = new Promise<void>((resolve) => (release = resolve));
    setTimeout(release, 1_800);
    shop.mood = ({ method }) => (method === 'PUT' ? { after: filling } : 'serve');
    const result = await troupe.play({ ...openJob(1), seconds: 1 });
    expect(result.checkouts.acknowledgement.max).toBeGreaterThanOrEqual(600);
  });

  it('has no goodput that came later than customers wait, and tells that latency grew', async () => {
    let queue = Promise.resolve();
    // A till that takes a fifth of a second for each: five in a second, and four times as many come.
    shop.mood = ({ path }) => {
      if (!path.endsWith('/checkout')) return 'serve';
      queue = queue.then(() => new Promise((resolve) => setTimeout(resolve, 200)));
      return { after: queue };
    };
    const { goodput, checkouts } = measured.parse(await troupe.play({ ...openJob(20), seconds: 2 }));
    expect(checkouts.decided.approved).toBe(40);
    // The n-th waits n times 150 ms: the 13th loses patience.
    expect(goodput).toBeGreaterThan(0);
    expect(goodput).toBeLessThanOrEqual(13 / 2);
    const { due, inTime, earlyP50, lateP50 } = checkouts.pace ?? {};
    expect([due, (inTime ?? 0) <= 13]).toEqual([20, true]);
    expect(lateP50 ?? 0).toBeGreaterThan(2 * (earlyP50 ?? Infinity));
  });

  it('counts a checkout as due whatever became of its cart, and in the second of the schedule', async () => {
    shop.mood = ({ method }) => (method === 'PUT' ? { status: 500 } : 'serve');
    const { checkouts, timeline } = measured.parse(await troupe.play({ ...openJob(10), seconds: 2 }));
    expect(checkouts).toMatchObject({ begun: 0, pace: { due: 10, inTime: 0, earlyP50: null } });
    // A second after the transactions of the first and of the second.
    expect([0, 1, 2].map((at) => timeline.find((second) => second.at === at)?.due)).toEqual([0, 10, 10]);
  });

  it('counts a checkout as due that was dropped', async () => {
    const { promise: opening, resolve: open } = Promise.withResolvers<undefined>();
    shop.mood = () => ({ after: opening });
    const { dropped, timeline } = await troupe.play(
      { ...openJob(20), seconds: 1, maxInFlight: 3 },
      ({ at }) => {
        if (at === 0) open(undefined);
      },
    );
    expect(dropped).toBeGreaterThan(0);
    expect(timeline.reduce((sum, { due }) => sum + (due ?? 0), 0)).toBe(20);
  });

  it('drops arrivals that no client is free for, and counts them', async () => {
    const { promise: opening, resolve: open } = Promise.withResolvers<undefined>();
    shop.mood = () => ({ after: opening });
    const playing = troupe.play({ ...openJob(50), seconds: 1, maxInFlight: 3 }, ({ at }) => {
      if (at === 0) open(undefined);
    });
    const result = measured.parse(await playing);
    expect([result.offered, result.begun + result.dropped]).toEqual([50, 50]);
    expect(result.dropped).toBeGreaterThanOrEqual(40);
    expect(result.checkouts.begun).toBe(result.begun);
    expect(result.generator.lateness.count).toBeGreaterThanOrEqual(result.begun);
  });

  it('keeps a customer in one session at a time', async () => {
    const few = await TestTroupe.start('om-checkout', { customers: 3, products: 20 });
    try {
      const { dropped, begun } = await few.play({ ...openJob(40), seconds: 2 });
      expect([dropped > 0, begun > 3]).toEqual([true, true]);
      const inSession = new Map<string, number>();
      for (const { type, operation, process, input } of await few.history()) {
        if (type !== 'invoke' || !['put-item', 'checkout'].includes(operation)) continue;
        const customer = String(input?.customerId);
        const owner = inSession.get(customer) ?? process;
        expect(owner).toBe(process);
        inSession.set(customer, process);
        if (operation === 'checkout') inSession.delete(customer);
      }
    } finally {
      await few.stop();
    }
  });

  it('tells every second while it lasts, and the same seconds at the end', async () => {
    const told: unknown[] = [];
    const result = await troupe.play({ ...openJob(10), seconds: 2 }, (second) => told.push(second));
    expect(told.length).toBeGreaterThanOrEqual(2);
    expect(result.timeline.slice(0, told.length)).toEqual(told);
    expect(result.timeline.reduce((sum, { offered }) => sum + offered, 0)).toBe(20);
    expect(result.timeline.reduce((sum, { completed }) => sum + completed, 0)).toBe(20);
    expect(result.goodput).toBe(10);
  });

  it('plays all five transactions, and leaves a well-formed history that goes on over stretches', async () => {
    const all = await TestTroupe.start('om-default');
    try {
      const first = measured.parse(await all.play({ ...openJob(25), seconds: 4, id: 'a' }));
      const second = measured.parse(await all.play({ ...openJob(25), seconds: 1, id: 'b' }));
      // A busy machine may have a client less free than it takes.
      expect([first.offered, first.begun + first.dropped, second.offered]).toEqual([100, 100, 25]);
      expect(first.operations.deliver?.invoked).toBeGreaterThan(30);
      expect(first.checkouts.begun).toBeGreaterThan(15);
      const history = await all.history();
      expect(flawsOf(history)).toEqual([]);
      const counted = Object.values(first.operations).concat(Object.values(second.operations));
      const invoked = counted.reduce((sum, { invoked: times }) => sum + times, 0);
      // Done only to see whether promises are kept, some things are written down and not counted.
      const rivals = rivalsIn(history);
      expect(withoutReplays(history)).toHaveLength(2 * (invoked + rivals));
      const done = new Set(history.map(({ operation }) => operation));
      for (const name of [
        'put-item',
        'checkout',
        'read-product',
        'change-price',
        'replace-product',
        'deliver',
        'dashboard',
      ])
        expect(done).toContain(name);
    } finally {
      await all.stop();
    }
  });
});
