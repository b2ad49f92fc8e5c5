import { describe, expect, it } from '@jest/globals';
import type { Anomaly, Results, Verdict } from '@comparison/protocol';
import { conclusions } from '../../conclusions/conclusions.js';
import { plainText } from '../../conclusions/sentence.js';
import { reportFigures } from '../../figures/profile-figures.js';
import { exampleLatency } from '../../testing/example-latency.js';
import { exampleResults } from '../../testing/example-results.js';
import { plainRun } from '../../testing/plain-runs.js';
import { summary } from '../../text/summary.js';
import { render } from '../html.js';
import { anomaliesCell, violationsLine } from './safety-cells.js';

const example = exampleResults(1);
const stale = (name: string, occurrences: number, looks: number, over: Partial<Anomaly> = {}): Anomaly => ({
  ...{ kind: 'stale-read', invariant: 'W1', name, title: `of ${name}`, occurrences, looks },
  ...{ per10000: looks === 0 ? null : (occurrences / looks) * 10_000, window: null, permitted: true },
  ...{ because: `of ${name}, because`, example: null },
  ...over,
});
const ruledOut = { permitted: false, because: 'read where it was written' };
const judged = (verdict: Verdict['verdict']): Verdict => ({
  ...{ invariant: 'W1', title: 'unseen elsewhere', verdict, examined: 9, findings: [] },
});
const withAnomalies = (
  anomalies: readonly Anomaly[],
  verdict: Verdict['verdict'] = 'permitted',
): Results => ({
  ...example,
  runs: [
    { ...plainRun({ profile: 'monolith' }), verdicts: [judged('held')] },
    { ...plainRun({ profile: 'hybrid' }), anomalies: [...anomalies], verdicts: [judged(verdict)] },
  ],
  ...{ ratios: [], noise: [], selfChecks: [] },
});

/** What the row of hybrid says, as a person reads it. */
function rowOf(results: Results) {
  const hybrid = reportFigures(results).profiles.find(({ name }) => name === 'hybrid');
  if (!hybrid) throw new Error('The example has no hybrid.');
  const words = (text: string) =>
    text
      .replaceAll(/\s*<\/li>/g, '; ')
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  return {
    anomalies: words(render(anomaliesCell(hybrid).content)),
    broken: words(render(violationsLine(hybrid))),
    figures: hybrid.anomalies,
  };
}
const told = (results: Results) =>
  conclusions(reportFigures(results)).find(({ topic }) => topic === 'Anomalies');

describe('anomalies of one kind that different checks count', () => {
  const three = [
    stale('stale carts', 400, 1_000),
    stale('stale dashboards', 10, 200),
    stale('stale products', 0, 50_000, ruledOut),
  ];

  it('are told apart, each of its own looks, permitted or not for its own reason', () => {
    const { anomalies, figures } = rowOf(withAnomalies(three));
    expect(anomalies).toBe('4,000 stale carts (n 1,000); 500 stale dashboards (n 200); 0 stale products;');
    expect(figures).toMatchObject([
      { permitted: true, because: 'of stale carts, because' },
      { permitted: true, because: 'of stale dashboards, because' },
      { permitted: false, because: 'read where it was written' },
    ]);
  });

  it('are not named where many were not seen, but counted, and told of elsewhere', () => {
    const unseen = ['stale products', 'stale lists', 'lost updates', 'write skews'].map((name) =>
      stale(name, 0, 9_000),
    );
    const [carts] = three;
    const { anomalies } = rowOf(withAnomalies([...(carts ? [carts] : []), ...unseen]));
    expect(anomalies).toBe('4,000 stale carts (n 1,000); 0 of 4 other kinds;');
  });

  it('are never promised against where no promise is broken', () => {
    const { anomalies, broken } = rowOf(withAnomalies(three));
    expect(anomalies).not.toContain('promised against');
    expect(broken).toContain('none broken');
  });

  it('are promised against where one is', () => {
    const [carts, dashboards] = three;
    const products = stale('stale products', 1, 50_000, ruledOut);
    const { anomalies, broken } = rowOf(
      withAnomalies(
        [carts, dashboards, products].filter((one) => one !== undefined),
        'violated',
      ),
    );
    expect(anomalies).toContain('0.20 stale products (n 50,000) promised against');
    expect(anomalies.match(/promised against/g)).toHaveLength(1);
    expect(broken).toContain('1 broken: W1');
  });

  it('are added up over the runs of a profile, each with its like', () => {
    const results = withAnomalies(three);
    const { figures } = rowOf({ ...results, runs: [...results.runs, ...results.runs.slice(1)] });
    expect(figures.map(({ occurrences, looks }) => [occurrences, looks])).toEqual([
      [800, 2_000],
      [20, 400],
      [0, 100_000],
    ]);
  });

  it('have names apart from each other where results give them none', () => {
    const nameless = three.map((one) => ({ ...one, name: undefined }));
    expect(rowOf(withAnomalies(nameless)).figures.map(({ name, figure }) => [name, figure])).toEqual([
      ['stale reads', 'anomaly-stale-reads'],
      ['stale reads (2)', 'anomaly-stale-reads-2'],
      ['stale reads (3)', 'anomaly-stale-reads-3'],
    ]);
  });
});

describe('what readers notice most', () => {
  it('is the same in the conclusions, in the table and in the summary', () => {
    const results = withAnomalies([stale('stale carts', 12, 1_000), stale('stale dashboards', 30, 600)]);
    const sentence = told(results);
    expect(sentence && plainText(sentence)).toContain(
      'What readers notice most are stale dashboards in hybrid, which it permits: 500 per 10,000 looks (30 of 600, 95 %: 352 – 705).',
    );
    expect(rowOf(results).anomalies).toMatch(/^500 stale dashboards \(n 600\); /);
    expect(summary(results, { width: 200, colour: false })).toContain('500 stale dashboards');
  });

  it('also is what is promised against', () => {
    const sentence = told(
      withAnomalies([stale('stale carts', 1, 1_000), stale('stale products', 9, 900, ruledOut)], 'violated'),
    );
    expect(sentence && plainText(sentence)).toContain('stale products in hybrid, which it promises against');
  });

  it('is not told by a rate of a few looks', () => {
    const few = withAnomalies([stale('stale carts', 2, 3), stale('stale dashboards', 1, 200)]);
    expect(rowOf(few).anomalies).toBe('50 stale dashboards (n 200); 2 of 3 looks: stale carts;');
    const sentence = told(few);
    expect(sentence && plainText(sentence)).toContain('stale dashboards in hybrid');
    const only = told(withAnomalies([stale('stale carts', 2, 3)]));
    expect(only && plainText(only)).toContain(
      'looked for too seldom to rate any that was seen; most in hybrid: stale carts, 2 of 3 looks',
    );
  });

  it('comes with how long a change stayed unseen: so many were visible within that time', () => {
    const window = exampleLatency(200, 40, 0.2);
    const sentence = told(
      withAnomalies([
        stale('stale carts', 12, 1_000, { window: exampleLatency(7, 5, 0.2) }),
        stale('stale dashboards', 0, 600, { window }),
      ]),
    );
    expect(sentence && plainText(sentence)).toContain(
      `A change stays unseen longest in hybrid (stale dashboards): 99 of 100 that were waited for had shown, or were given up, within ${Math.round(window.p99)} ms.`,
    );
  });
});
