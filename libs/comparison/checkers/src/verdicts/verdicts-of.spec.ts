import { describe, expect, it } from '@jest/globals';
import { anomaly, invariantId, type ProfileFacts, verdict } from '@comparison/protocol';
import { facts, line, order, priced, Scribe, second } from '../testing/history.fixture.js';
import { noSamples } from '../watch/samples.js';
import type { Judged } from './judged.js';
import { verdictsOf } from './verdicts-of.js';

const nothing: Judged = {
  ...{ operations: [], facts: facts(), samples: noSamples, violations: [] },
  ...{ answersRead: 0, inboxMarks: 0, keptAsEvents: 0 },
  snapshot: {
    ...{ orders: [], stock: [], payments: [], shipments: [], customers: [], dashboards: [], products: [] },
    ledger: [],
  },
};

const promising = (...kept: readonly string[]): ProfileFacts =>
  ({
    promises: ['atomic-checkout', 'fresh-copies', 'read-your-writes-by-id', 'current-lists'].map((id) => ({
      ...{ id, title: `The title of ${id}`, kept: kept.includes(id), reason: `the reason of ${id}` },
    })),
  }) as unknown as ProfileFacts;

const of = (judged: Partial<Judged>, profile = promising()) =>
  verdictsOf({ ...nothing, ...judged }, profile, 42);
const verdictOn = (id: string, { verdicts }: ReturnType<typeof of>) =>
  verdicts.find(({ invariant }) => invariant === id);

/** A cart that shows the old price after the answer to its change. */
const stale = (name: 'read-cart' | 'put-item' = 'read-cart', watch?: object) => {
  const scribe = new Scribe();
  scribe.did('change-price', {
    by: 9,
    from: 1,
    to: 2,
    input: { productId: 'oil', revision: 1 },
    body: { revision: 2, version: 1, priceCents: 600 },
  });
  scribe.did(name, {
    from: 3,
    to: 4,
    input: { customerId: 'ana', ...(watch && { watch }) },
    body: {
      status: 'open',
      items: [{ productId: 'oil', productVersion: 1, quantity: 1, unitPriceCents: 500 }],
    },
  });
  return {
    operations: scribe.operations,
    facts: facts({ products: new Map([['oil', priced([0, 500], [1.5, 600])]]) }),
  };
};
const carts = ({ anomalies }: ReturnType<typeof of>) => anomalies.find(({ name }) => name === 'stale carts');

describe('the verdicts', () => {
  it('are one for each invariant, in their order, as the protocol has them', () => {
    const { verdicts, anomalies } = of(stale());
    expect(verdicts.map(({ invariant }) => invariant)).toEqual(invariantId.options);
    for (const each of verdicts) expect(verdict.parse(each)).toEqual(each);
    for (const each of anomalies) expect(anomaly.parse(each)).toEqual(each);
    expect(new Set(anomalies.map(({ kind }) => kind))).toEqual(new Set(anomaly.shape.kind.options));
  });

  it('never say that anything holds which nobody looked at', () => {
    const { verdicts, anomalies } = of({});
    for (const { verdict: said, examined, reason } of verdicts) {
      expect([said, examined]).toEqual(['not-judged', 0]);
      expect(reason).toBeTruthy();
    }
    for (const { looks, per10000 } of anomalies) expect([looks, per10000]).toEqual([0, null]);
  });

  it('permit what the profile does not promise, as a rate, and quote why', () => {
    const said = of(stale());
    expect(verdictOn('W1', said)).toMatchObject({
      verdict: 'permitted',
      examined: 1,
      findings: [],
      reason: expect.stringContaining('the reason of fresh-copies'),
    });
    expect(said.anomalies.find(({ kind, looks }) => kind === 'stale-read' && looks > 0)).toMatchObject({
      ...{ occurrences: 1, looks: 1, per10000: 10_000, permitted: true, window: null },
      example: { seed: 42, history: [{ index: 0 }, { index: 1 }, { index: 2 }, { index: 3 }] },
    });
  });

  it('call the same a violation where it is promised otherwise', () => {
    const said = of(stale(), promising('fresh-copies'));
    expect(verdictOn('W1', said)).toMatchObject({
      verdict: 'violated',
      findings: [{ invariant: 'W1', seed: 42 }],
    });
    expect(said.anomalies.find(({ looks }) => looks > 0)).toMatchObject({ permitted: false });
  });

  it('name each anomaly apart from all others', () => {
    const names = of({}).anomalies.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('rate nothing that a watcher saw, looking until a change shows, but tell how long it did not', () => {
    const said = of(stale('read-cart', { productId: 'oil', revision: 2 }));
    expect(carts(said)).toMatchObject({ looks: 0, per10000: null, window: { count: 1, max: 1_000 } });
    expect(verdictOn('W1', said)).toMatchObject({ verdict: 'permitted', examined: 1 });
  });

  it('rate what a cart shows to its readers, not to whoever fills it', () => {
    expect(carts(of(stale('put-item')))).toMatchObject({ occurrences: 0, looks: 0 });
    expect(carts(of(stale()))).toMatchObject({ occurrences: 1, looks: 1 });
  });

  it.each([
    ['both the change and the look are in it', [{ from: second(0), to: second(5) }], 1],
    ['the change was before it', [{ from: second(2.5), to: second(5) }], 0],
    ['the look was after it', [{ from: second(0), to: second(3) }], 0],
    ['nothing is compared', [], 0],
  ])('rate what was seen in a compared stretch: %s', (_, compared, looks) => {
    expect(carts(of({ ...stale(), compared }))?.looks).toBe(looks);
  });

  it('judge promises by all that was seen, in whatever stretch and by whomever', () => {
    for (const seen of [stale('put-item'), stale('read-cart', { productId: 'oil', revision: 2 })]) {
      const said = of({ ...seen, compared: [] }, promising('fresh-copies'));
      expect(verdictOn('W1', said)).toMatchObject({ verdict: 'violated', examined: 1, found: 1 });
      expect(carts(said)).toMatchObject({ occurrences: 0, permitted: false });
    }
  });

  it.each([
    [[], 'permitted'],
    [['atomic-checkout'], 'violated'],
  ])('judge a dirty read by %j: %s', (kept, expected) => {
    const scribe = new Scribe();
    scribe.did('read-order', {
      from: 0,
      to: 1,
      input: { orderId: 'o-1' },
      body: { ...order('o-1', 'pending'), version: 2 },
    });
    const failed = facts({ stored: [order('o-1', 'payment-failed')] });
    expect(
      verdictOn('I3', of({ operations: scribe.operations, facts: failed }, promising(...kept))),
    ).toMatchObject({ verdict: expected });
  });

  it('refuse to judge by a promise that the profile says nothing of', () => {
    expect(() => of({}, { promises: [] } as unknown as ProfileFacts)).toThrow('says nothing of');
  });

  it('permit a price that moved whatever is promised of copies: it may be changed at any time', () => {
    const scribe = new Scribe();
    const [items, input] = [
      [{ productId: 'oil', productVersion: 1, quantity: 2, unitPriceCents: 499 }],
      { customerId: 'ana', idempotencyKey: 'k' },
    ];
    scribe.did('read-cart', { from: 0, to: 1, input, body: { status: 'open', items } });
    scribe.did('checkout', { from: 2, to: 3, input, status: 201, body: order('o-1') });
    const stored = facts({ stored: [order('o-1')], captured: new Map([['o-1', 1_000]]) });
    const said = of({ operations: scribe.operations, facts: stored }, promising('fresh-copies'));
    expect(verdictOn('I4', said)).toMatchObject({ verdict: 'permitted' });
  });

  it.each([
    [
      'D2',
      'of which half is shown',
      order('o-1', 'approved', { lines: [line, { ...line, productId: 'salt' }] }),
    ],
    ['I3', 'that failed', order('o-1', 'payment-failed')],
  ])('%s: take a dashboard with an order %s for a violation in every profile', (id, _, shown) => {
    const scribe = new Scribe();
    const body = { entries: [{ orderId: 'o-1', productId: 'oil' }] };
    scribe.did('dashboard', { from: 0, to: 1, input: { sellerId: 'olive' }, body });
    const said = of({ operations: scribe.operations, facts: facts({ stored: [shown] }) });
    expect(verdictOn(id, said)).toMatchObject({ verdict: 'violated' });
  });

  it('take a lost update for a violation whatever is promised', () => {
    const scribe = new Scribe();
    for (const by of [0, 1])
      scribe.did('change-price', {
        by,
        from: by,
        to: by + 0.5,
        input: { productId: 'oil', revision: 1 },
        body: { revision: 2 + by, version: 1, priceCents: 600 + by },
      });
    expect(verdictOn('I1', of({ operations: scribe.operations }))).toMatchObject({
      verdict: 'violated',
      findings: [{ history: { length: 4 } }],
    });
  });

  it('hold what was looked at and found as it should be', () => {
    expect(verdictOn('E1', of({ keptAsEvents: 3 }))).toMatchObject({
      verdict: 'held',
      examined: 3,
      findings: [],
    });
  });

  it.each([
    ['approved', 'no checkout failed, so nothing had to be undone'],
    ['payment-failed', undefined],
  ] as const)('say what cannot have shown where every order was %s', (status, reason) => {
    const snapshot = { ...nothing.snapshot, orders: [order('o-1', status)] };
    expect(verdictOn('A1', of({ snapshot }))).toMatchObject({ verdict: 'held' });
    expect(verdictOn('A1', of({ snapshot }))?.reason).toBe(reason);
  });

  it('count violations of the stored state where they belong, and show ten at most', () => {
    const what = (invariant: string, times: number) =>
      Array.from({ length: times }, (_, index) => ({ invariant, what: `${invariant} ${index}` }));
    const said = of({ violations: [...what('money', 12), ...what('number', 1), ...what('S2', 1)] });
    expect(verdictOn('M1', said)).toMatchObject({
      verdict: 'violated',
      reason: '10 of 12 findings are shown',
      findings: { length: 10 },
    });
    expect(verdictOn('O1', said)).toMatchObject({
      verdict: 'violated',
      findings: [{ message: 'number 0', history: [] }],
    });
    expect(verdictOn('S2', said)).toMatchObject({ verdict: 'violated' });
  });
});
