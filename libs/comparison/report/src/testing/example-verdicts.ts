import type { Anomaly, Finding, InvariantId, Verdict } from '@comparison/protocol';
import { exampleLatency } from './example-latency.js';
import type { Speed } from './example-speed.js';

const titles: Readonly<Record<InvariantId, string>> = {
  S1: 'stock is never negative, nor reserved beyond what there is',
  S2: 'stock that is gone was sold',
  M1: 'money kept is what approved orders owe',
  M2: 'one charge per order at most',
  A1: 'no order is half done',
  A2: 'what was answered 2xx exists and is decided',
  A3: 'a lost answer left all or nothing',
  A4: 'a retry under the same key yields the same order',
  O1: 'only legal changes of status, without gaps',
  P1: 'every price paid was the price',
  P2: 'carts show price changes in order',
  D1: 'a dashboard equals its entries',
  D2: 'a dashboard shows some prefix of the orders',
  R1: 'your own write can be read by id',
  R2: 'reads of a session never go back',
  W1: 'how long a change stays unseen elsewhere',
  I1: 'no update is lost',
  I2: 'no write skew',
  I3: 'nobody sees what is undone later',
  I4: 'a price is the same in all steps',
  Q1: 'nothing acknowledged is lost or doubled',
  C1: 'no stock without its product',
  E1: 'a stream replayed is the projection',
};
const measuredOnly: readonly InvariantId[] = ['W1', 'I3', 'I4', 'D2', 'P2'];

/** All hold but those that the profile permits, E1 where nothing is kept as events, and what is `broken`. */
export function exampleVerdicts(
  { dirty, stale }: Speed,
  isEventSourced: boolean,
  examined: number,
  broken?: Finding,
): Verdict[] {
  return (Object.keys(titles) as InvariantId[]).map((invariant) => {
    const verdict = (of: Verdict['verdict'], reason?: string): Verdict => ({
      ...{ invariant, title: titles[invariant], verdict: of, examined, findings: [] },
      ...(reason !== undefined && { reason }),
    });
    if (broken?.invariant === invariant) return { ...verdict('violated'), findings: [broken] };
    if (invariant === 'E1' && !isEventSourced)
      return { ...verdict('not-judged', 'no module keeps events'), examined: 0 };
    const seen = invariant === 'W1' ? stale : measuredOnly.includes(invariant) ? dirty : 0;
    return verdict(seen > 0 ? 'permitted' : 'held');
  });
}

export function exampleAnomalies(
  { dirty, stale, staleMs, tail }: Speed,
  looks: number,
  random: () => number,
): Anomaly[] {
  const count = (per10000: number) => Math.round((per10000 / 10_000) * looks * (0.9 + 0.2 * random()));
  const anomaly = (
    [kind, invariant, name, title]: readonly [Anomaly['kind'], InvariantId, string, string],
    occurrences: number,
    over: Partial<Anomaly> = {},
  ): Anomaly => ({
    ...{ kind, invariant, name, title, occurrences, looks, permitted: true, example: null, window: null },
    per10000: (occurrences / looks) * 10_000,
    because: 'copies follow by events after the commit',
    ...over,
  });
  const seen = count(stale);
  const waited = (changes: number, ms: number) => ({
    window: exampleLatency(stale === 0 ? 0 : changes, ms, tail),
  });
  return [
    anomaly(
      ['stale-read', 'W1', 'stale carts', 'an item of a cart at the old price'],
      seen,
      waited(180, staleMs),
    ),
    anomaly(
      ['stale-read', 'W1', 'stale dashboards', 'a dashboard without an approved order'],
      seen * 2,
      waited(90, staleMs * 3),
    ),
    anomaly(['stale-read', 'W1', 'stale products', 'a product, read by id, before a change'], 0, {
      ...{ permitted: false, because: 'its own module answers from where it was written' },
    }),
    anomaly(
      ['dirty-read', 'I3', 'dirty reads of stock', 'a reservation that was released later'],
      count(dirty),
    ),
    anomaly(
      [
        'fractured-dashboard',
        'D2',
        'fractured dashboards',
        'a dashboard that shows some lines of an order and not others',
      ],
      count(dirty / 3),
    ),
  ];
}

/** An order of which a retry made two. */
export function exampleFinding(seed: number, startedAt: string): Finding {
  const at = Date.parse(startedAt);
  const customerId = '0191f3a2-6c11-7d3e-9a55-2f4b8c0d1e77';
  const checkout = (attempt: number) => ({
    ...{ customerId, idempotencyKey: 'checkout-4711', method: 'credit-card', waitSeconds: 10, attempt },
  });
  const operation = 'checkout' as const;
  return {
    invariant: 'A4',
    message: `customer ${customerId} retried a checkout under the key checkout-4711 and got order 3 after order 2`,
    seed,
    history: [
      { index: 410, process: 7, type: 'invoke', operation, at, id: 205, input: checkout(1) },
      { index: 433, process: 7, type: 'info', operation, at: at + 5012.4, id: 205, error: 'ECONNRESET' },
      { index: 434, process: 31, type: 'invoke', operation, at: at + 5013.1, id: 216, input: checkout(2) },
      {
        ...{ index: 437, process: 31, type: 'ok', operation, at: at + 5188.9, id: 216 },
        output: { status: 201, body: { id: '0191f3a2-7aaa-7000-8000-00000000002b', number: 3 } },
      },
    ],
  };
}
