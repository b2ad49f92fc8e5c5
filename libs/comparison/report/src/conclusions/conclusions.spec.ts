import { describe, expect, it } from '@jest/globals';
import type { Results, Run } from '@comparison/protocol';
import { reportFigures } from '../figures/profile-figures.js';
import { exampleResults } from '../testing/example-results.js';
import { plainRun } from '../testing/plain-runs.js';
import { compareRuns } from '../statistics/compare-runs.js';
import { conclusions } from './conclusions.js';
import { limits } from './limits.js';
import { plainText } from './sentence.js';

const example = exampleResults(1);
const withRuns = (runs: readonly Run[]): Results => ({
  ...example,
  runs: [...runs],
  ...compareRuns(runs, 'monolith', 1),
  selfChecks: [],
});
const told = (results: Results) => conclusions(reportFigures(results)).map(plainText);

describe('the conclusions', () => {
  it('are three to six, the broken promise first', () => {
    const sentences = conclusions(reportFigures(example));
    expect(sentences.length).toBeGreaterThanOrEqual(3);
    expect(sentences.length).toBeLessThanOrEqual(6);
    expect(sentences.map(({ grave }) => grave).indexOf(true)).toBe(0);
    expect(sentences.map(plainText)[0]).toContain('microservices-choreography broke A4 in 1 of 3 runs');
  });

  it('say that checkers which overlook a broken variant may overlook more', () => {
    expect(told(example)[0]).toContain('overlooked 1 of 3 variants broken on purpose (no-provider-key)');
    const selfChecks = example.selfChecks.filter(({ caught }) => caught);
    expect(told({ ...example, selfChecks })[0]).not.toContain('overlooked');
  });

  it('turn round when the figures do', () => {
    const runs = (monolith: number, hybrid: number) =>
      withRuns([
        plainRun({ profile: 'monolith', saturation: monolith }),
        plainRun({ profile: 'monolith', saturation: monolith, role: 'again' }),
        plainRun({ profile: 'hybrid', saturation: hybrid }),
      ]);
    expect(told(runs(200, 50)).join()).toContain(
      'monolith completes most for long, 200 checkouts/s, and hybrid least, 50',
    );
    expect(told(runs(50, 200)).join()).toContain(
      'hybrid completes most for long, 200 checkouts/s, and monolith least, 50',
    );
  });

  it('call what lies within the noise no difference, and give its size', () => {
    const sentences = told(
      withRuns([
        plainRun({ profile: 'monolith', saturation: 100 }),
        plainRun({ profile: 'monolith', saturation: 110, role: 'again' }),
        plainRun({ profile: 'hybrid', saturation: 98 }),
      ]),
    ).join();
    expect(sentences).toMatch(/no difference: hybrid \(within the noise of 10\s%\)/);
    expect(sentences).not.toContain('× 0.9');
  });

  it('call what a search did not bound not told, rather than no difference', () => {
    const [measured, again] = (['measured', 'again'] as const).map((role) =>
      plainRun({ profile: 'monolith', role, saturation: 60, bracket: { low: 200, high: 210 } }),
    );
    const open = plainRun({ profile: 'hybrid', saturation: 35, bracket: { low: 117, high: null } });
    const sentences = told(withRuns([measured, again, open].filter((run) => run !== undefined))).join();
    expect(sentences).toContain('not told: hybrid (a search met no rate that was too much)');
    expect(sentences).not.toContain('no difference: ');
  });

  it('call a latency not told where the faster one was given up undecided', () => {
    const given = (profile: string, completionMs: number, undecided: number, role: 'measured' | 'again') => {
      const run = plainRun({ profile, role, goodput: { same: 5 }, completionMs, checkouts: 100 });
      const stretches = run.stretches.map(({ measured, ...stretch }) => ({
        ...stretch,
        measured: { ...measured, checkouts: { ...measured.checkouts, undecided } },
      }));
      return { ...run, stretches };
    };
    const runs = (undecided: number) => [
      given('monolith', 11_000, 0, 'measured'),
      given('monolith', 11_000, 0, 'again'),
      given('hybrid', 3_000, undecided, 'measured'),
    ];
    const openEnded = (undecided: number) =>
      compareRuns(runs(undecided), 'monolith', 1).ratios.flatMap((one) => (one.openEnded ? one.metric : []));
    expect(openEnded(0)).toEqual([]);
    expect(openEnded(20)).toEqual(['completion-p90']);
    expect(openEnded(60)).toEqual(['completion-p50', 'completion-p90']);
    expect(limits(withRuns(runs(60))).join()).toContain(
      '60 checkouts were not decided when the drain was over',
    );
  });

  it('tell of a lone profile what it completes', () => {
    expect(told(withRuns([plainRun({ profile: 'hybrid', saturation: 190 })])).join()).toContain(
      'For long hybrid completes 190 checkouts/s.',
    );
  });

  it('name no winner among equals, but all that cannot be told from the best and from the worst', () => {
    const sentences = told(
      withRuns([
        plainRun({ profile: 'monolith', saturation: 100 }),
        plainRun({ profile: 'monolith', saturation: 108, role: 'again' }),
        plainRun({ profile: 'replicas', saturation: 106 }),
        plainRun({ profile: 'hybrid', saturation: 50 }),
        plainRun({ profile: 'event-sourced', saturation: 48 }),
      ]),
    ).join();
    expect(sentences).toContain(
      'replicas completes most for long, 106 checkouts/s (no difference told: monolith 104), and event-sourced least, 48 (no difference told: hybrid 50).',
    );
  });

  it('say that nothing can be told where nothing was run twice, however far apart it lies', () => {
    const sentences = told(
      withRuns([
        plainRun({ profile: 'monolith', role: 'again', saturation: 100 }),
        plainRun({ profile: 'replicas', saturation: 20 }),
      ]),
    ).join();
    expect(sentences).toContain('Nothing was run twice, so no difference is told in how much is completed');
    expect(sentences).toContain('not told: replicas (the noise was not measured)');
  });

  it('name nobody where none can be told from another', () => {
    const sentences = told(
      withRuns([
        plainRun({ profile: 'monolith', saturation: 100 }),
        plainRun({ profile: 'monolith', saturation: 110, role: 'again' }),
        plainRun({ profile: 'replicas', saturation: 102 }),
      ]),
    ).join();
    expect(sentences).toContain(
      'No difference is told in how much is completed for long: monolith 105 and replicas 102 checkouts/s.',
    );
    expect(sentences).not.toContain('completes most');
  });

  it.each([
    [300, ' and p99 ', 'p99 of 300'],
    [200, ' and p90 ', 'p90 of 200'],
    [24, ', the slowest of 48 checkouts ', 'the slowest of few'],
  ])('tell slow ones of %i checkouts a run by%s', (checkouts, words) => {
    const sentences = told(
      withRuns(
        [
          { profile: 'monolith' },
          { profile: 'monolith', role: 'again' as const },
          { profile: 'hybrid', completionMs: 900 },
        ].map((one) => plainRun({ completionMs: 100, goodput: { 'common-20': 6 }, checkouts, ...one })),
      ),
    ).join();
    expect(sentences).toMatch(/a checkout is decided soonest in monolith, p50 100 ms/);
    expect(sentences).toContain(`p50 100 ms${words}`);
  });

  it('quote each number with the figure that it is', () => {
    const parts = conclusions(reportFigures(example)).flatMap(({ parts }) => parts);
    const figures = reportFigures(example);
    const quoted = parts
      .filter((part) => typeof part !== 'string')
      .filter(({ figure }) => figure === 'saturation');
    expect(quoted).not.toEqual([]);
    for (const { profile: name, value } of quoted)
      expect(value).toBe(figures.profiles.find((of) => of.name === name)?.figure('saturation')?.value);
  });

  it('say nothing of what was not measured', () => {
    expect(told(withRuns([])).join()).not.toMatch(/checkouts\/s|NaN|undefined|Infinity/);
  });
});

describe('what the report does not tell', () => {
  it('names the weakness of a single pair, of one repeat and of faults that were not played', () => {
    const weak = limits({
      ...example,
      settings: { ...example.settings, repeats: 1, faults: [] },
      noise: example.noise.map((one) => ({ ...one, pairs: 1 })),
      selfChecks: [],
    }).join(' ');
    expect(weak).toContain('One repeat');
    expect(weak).toContain('one A/A pair of monolith');
    expect(weak).toContain('No fault was played');
    expect(weak).toContain('--self-check');
  });

  it('says that the noise is not known where nothing ran twice', () => {
    const runs = example.runs.filter(({ role }) => role === 'measured');
    expect(limits({ ...example, runs, noise: [] }).join(' ')).toContain('Nothing was run twice');
    // Also where one of the two was never made.
    expect(limits({ ...example, noise: [] }).join(' ')).toContain('Nothing was run twice');
  });
});
