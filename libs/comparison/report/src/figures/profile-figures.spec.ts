import { describe, expect, it } from '@jest/globals';
import type { Results, Run } from '@comparison/protocol';
import { compareRuns } from '../statistics/compare-runs.js';
import { exampleResults } from '../testing/example-results.js';
import { plainRun } from '../testing/plain-runs.js';
import { reportFigures } from './profile-figures.js';

const example = exampleResults(1);
const figuresOf = (...runs: readonly Run[]) => {
  const results: Results = { ...example, runs: [...runs], ...compareRuns(runs, 'monolith', 1) };
  const { profiles, tail } = reportFigures(results);
  const of = (name: string) => profiles.find((one) => one.name === name);
  return { tail, monolith: of('monolith'), hybrid: of('hybrid') };
};
const twice = (of: Parameters<typeof plainRun>[0]) => [plainRun(of), plainRun({ ...of, role: 'again' })];

describe('the figures of a profile', () => {
  it('are the middle of all its runs, also of the one for the noise', () => {
    const { monolith } = figuresOf(
      plainRun({ profile: 'monolith', saturation: 90 }),
      plainRun({ profile: 'monolith', saturation: 110, role: 'again' }),
    );
    expect(monolith?.figure('saturation')).toEqual({ value: 100, interval: null, repeats: 2 });
  });

  it('have an interval where there is more than one repeat', () => {
    const { monolith } = figuresOf(
      plainRun({ profile: 'monolith', saturation: 90 }),
      plainRun({ profile: 'monolith', saturation: 110, repeat: 2 }),
    );
    expect(monolith?.figure('saturation')?.interval).toEqual([90, 110]);
  });

  it('have n, the slowest, and how many of those due were decided in time', () => {
    const pace = { due: 84, inTime: 77, earlyP50: 9, lateP50: 9 };
    const { monolith } = figuresOf(
      ...twice({ profile: 'monolith', goodput: { 'common-20': 6 }, completionMs: 100, checkouts: 87, pace }),
    );
    expect(monolith?.counted).toMatchObject({ completion: { count: 174 }, inTime: 154, due: 168 });
    const { max } = monolith?.runs[0]?.stretches[0]?.measured.checkouts.completion ?? { max: 0 };
    expect(monolith?.counted?.completion.slowest).toBe(max);
  });

  it.each([
    [300, 300, 'p99'],
    [5_000, 299, 'p90'],
    [30, 30, 'p90'],
    [30, 29, null],
  ])('tell slow ones of %i and of %i checkouts alike, by %s', (base, other, tail) => {
    const of = (profile: string, checkouts: number) =>
      twice({ profile, goodput: { 'common-20': 6 }, completionMs: 100, checkouts });
    expect(figuresOf(...of('monolith', base), ...of('hybrid', other)).tail).toBe(tail);
  });

  it('tell no slow ones where no checkout was measured', () => {
    expect(figuresOf(plainRun({ profile: 'monolith', saturation: 9 })).tail).toBeNull();
  });
});
