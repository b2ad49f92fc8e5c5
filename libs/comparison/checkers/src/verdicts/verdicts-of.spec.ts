import { describe, expect, it } from '@jest/globals';
import { anomaly, invariantId, type ProfileFacts, verdict } from '@comparison/protocol';
import { facts, order, priced, Scribe } from '../testing/history.fixture.js';
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
    promises: ['atomic-checkout', 'fresh-copies', 'read-your-writes-by-id'].map((id) => ({
      ...{ id, title: `The title of ${id}`, kept: kept.includes(id), reason: `the reason of ${id}` },
    })),
  }) as unknown as ProfileFacts;

const of = (judged: Partial<Judged>, profile = promising()) =>
  verdictsOf({ ...nothing, ...judged }, profile, 42);
const verdictOn = (id: string, { verdicts }: ReturnType<typeof of>) =>
  verdicts.find(({ invariant }) => invariant === id);

/** A cart that shows the old price after the answer to its change. */
const stale = () => {
  const scribe = new Scribe();
  scribe.did('change-price', {
    by: 9,
    from: 1,
    to: 2,
    input: { productId: 'oil', revision: 1 },
    body: { revision: 2, version: 1, priceCents: 600 },
  });
  scribe.did('read-cart', {
    from: 3,
    to: 4,
    input: { customerId: 'ana' },
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

  it('permit what the profile does not promise, as a rate and with its window, and quote why', () => {
    const said = of(stale());
    expect(verdictOn('W1', said)).toMatchObject({
      verdict: 'permitted',
      examined: 1,
      findings: [],
      reason: expect.stringContaining('the reason of fresh-copies'),
    });
    expect(said.anomalies.find(({ kind, looks }) => kind === 'stale-read' && looks > 0)).toMatchObject({
      ...{ occurrences: 1, looks: 1, per10000: 10_000, permitted: true, window: { count: 1, max: 1_000 } },
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

  it('take a lost update for a violation whatever is promised', () => {
    const scribe = new Scribe();
    for (const by of [0, 1])
      scribe.did('change-price', {
        by,
        from: by,
        to: by + 0.5,
        input: { productId: 'oil', revision: 1 },
        body: { revision: 2 + by },
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
