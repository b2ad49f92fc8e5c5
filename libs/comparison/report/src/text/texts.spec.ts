import { describe, expect, it } from '@jest/globals';
import { parseResults, type Results } from '@comparison/protocol';
import { exampleResults } from '../testing/example-results.js';
import { compareRuns } from '../statistics/compare-runs.js';
import { diffText } from './diff-text.js';
import { widthOf } from './layout.js';
import { summary } from './summary.js';

const example = exampleResults(1);
const plain = { width: 200, colour: false };

describe('the summary', () => {
  it('has a row per profile and the conclusions', () => {
    const text = summary(example, plain);
    for (const { name } of example.profiles) expect(text).toMatch(new RegExp(`^${name} .*\\d`, 'm'));
    expect(text).toContain('Broken promises. microservices-choreography broke A4');
    expect(text).toContain('What this does not tell.');
  });

  it.each([40, 80, 120, 200])('keeps to %i columns', (width) => {
    expect(widthOf(summary(example, { width, colour: true }))).toBeLessThanOrEqual(width);
  });

  it('says the same with and without colours', () => {
    // eslint-disable-next-line no-control-regex -- takes the colours off
    expect(summary(example, { width: 200, colour: true }).replace(/\u001b\[\d+m/g, '')).toBe(
      summary(example, plain),
    );
    expect(summary(example, plain)).not.toContain('\u001b');
  });

  it('lets no name move the cursor', () => {
    expect(summary(renamed(example, 'hybrid', 'evil\u001b[2J\rname'), plain)).toContain('evil [2J name');
  });

  it('says first when not all was done', () => {
    const text = summary({ ...example, complete: false, incompleteBecause: 'it was interrupted' }, plain);
    expect(text.split('\n')[0]).toContain('it was interrupted');
  });

  it('of nothing is no table of nonsense', () => {
    const nothing = { ...example, runs: [], ratios: [], noise: [], selfChecks: [] };
    expect(summary(nothing, plain)).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('the difference between two reports', () => {
  it('of one with itself is none', () => {
    const text = diffText(example, example, plain);
    expect(text).toContain('Promises\nNo difference.');
    expect(text).toContain('Figures\nNo difference.');
    expect(text).not.toContain('conditions');
  });

  it('of two runs of the same is none, however their figures move', () => {
    expect(diffText(example, exampleResults(2), plain)).toContain('Figures\nNo difference.');
  });

  it('tells what moved beyond the noise of both, and which way', () => {
    const text = diffText(example, slower(example, 'hybrid', 0.5), plain);
    expect(text).toMatch(/^hybrid +saturation +whole run +97\.2 +48\.\d checkouts\/s +×\s0\.50 +worse/m);
    expect(text).not.toMatch(/^replicas/m);
    expect(text).toContain('1 differ by more than the noise');
  });

  it('cannot tell without a measure of the noise, and says so', () => {
    const quiet = (results: Results) => ({ ...results, noise: [] });
    const text = diffText(quiet(example), quiet(slower(example, 'hybrid', 0.5)), plain);
    expect(text).toContain('Figures\nNo difference.');
    expect(text).toContain('because neither report measured the noise');
  });

  it('names promises that are broken in one only, and profiles that only one has', () => {
    const healed = {
      ...example,
      runs: example.runs.map((run) => ({ ...run, faults: [] })),
      profiles: example.profiles.filter(({ name }) => name !== 'replicas'),
    };
    expect(diffText(healed, example, plain)).toContain(
      'microservices-choreography breaks A4, which it did not before',
    );
    expect(diffText(example, healed, plain)).toContain('was not seen to break A4');
    expect(diffText(example, healed, plain)).toContain('replicas is only in the report before');
  });

  it('reads results of before rest was metered, and sets no cost of the one kind against one of the other', () => {
    const { atRest, ...older } = { ...example.runs[0] };
    expect(atRest).toBeDefined();
    const before = parseResults(
      JSON.parse(
        JSON.stringify({ ...example, runs: example.runs.map((run) => ({ ...run, atRest: undefined })) }),
      ),
    );
    expect(before.runs[0]).toEqual(older);
    const text = diffText(before, example, plain);
    expect(text).toMatch(
      /cost per checkout: with what is used at rest before, beyond what is used at\s+rest after/,
    );
    expect(text).not.toContain('CPU per checkout');
  });

  it('names what was not the same around it', () => {
    const other = { ...example, environment: { ...example.environment, cores: 16 } };
    expect(diffText(example, other, plain)).toContain('cores: 2 before, 16 after');
  });
});

function slower(results: Results, name: string, factor: number): Results {
  const runs = results.runs.map((run) =>
    run.profile === name && run.saturation !== null ? { ...run, saturation: run.saturation * factor } : run,
  );
  return { ...results, runs, ...compareRuns(runs, results.settings.baseline, 1) };
}

function renamed(results: Results, from: string, to: string): Results {
  return JSON.parse(JSON.stringify(results).replaceAll(`"${from}"`, JSON.stringify(to))) as Results;
}
