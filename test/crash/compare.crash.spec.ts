import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readFile, stat } from 'node:fs/promises';
import { eventually } from '../support/e2e/eventually.js';
import { Comparison } from '../support/compare/comparison.js';

/** Three starts take a minute and a half on a machine that has nothing else to do. */
jest.setTimeout(300_000);

const isData = (name: string): boolean => name.startsWith('whereabouts-compare-');

const all = process.env['CRASH_ALL'] === '1';

/** Real deployments, loaded by the real generator and judged by the real checkers, for a few seconds each. */
describe('whereabouts compare', () => {
  let comparison: Comparison | undefined;
  afterEach(() => comparison?.remove());

  const small = ['--warmup', '1', '--scale', '100x50', '--seed', '4'];

  it('leaves a report of profiles that keep their promises, a history to check, and nothing else', async () => {
    const profiles = ['--profiles', 'monolith,modulith', '--duration', '3', '--rate', '8'];
    comparison = await Comparison.start(...profiles, ...small, '--history', 'operations.edn');
    expect({ code: await comparison.ended, output: comparison.output }).toMatchObject({ code: 0 });
    const results = await comparison.results();
    expect(results).toMatchObject({ complete: true, incompleteBecause: null });
    expect(results.runs.map(({ profile, role }) => `${profile} ${role}`).sort()).toEqual([
      ...['modulith measured', 'monolith again', 'monolith measured'],
    ]);
    for (const run of results.runs) {
      expect(run.verdicts.filter(({ verdict }) => verdict === 'violated')).toEqual([]);
      expect(run.verdicts.filter(({ verdict }) => verdict === 'held').length).toBeGreaterThan(8);
      const [stretch] = run.stretches;
      if (!stretch) throw new Error('Nothing was measured.');
      const { offered, begun, dropped, checkouts } = stretch.measured;
      expect(offered).toBe(begun + dropped);
      expect(offered).toBe(24);
      const decided = Object.values(checkouts.decided).reduce((sum, one) => sum + one, 0);
      expect(checkouts.begun).toBe(decided + checkouts.undecided + checkouts.unknown + checkouts.refused);
      expect(checkouts.decided.approved).toBeGreaterThan(0);
      expect(stretch.cost?.commits).toBeGreaterThan(1);
    }
    expect((await stat(comparison.file('report/report.html'))).size).toBeGreaterThan(100_000);
    expect(await readFile(comparison.file('operations.monolith-1.edn'), 'utf8')).toContain(':invoke');
    expect(await comparison.leftovers()).toEqual([]);
    expect(await comparison.processes()).toEqual([]);
  });

  it('reports what is done when it is interrupted, and leaves nothing running', async () => {
    const long = ['--profiles', 'monolith', '--duration', '2', '--rate', '5,6,7,8,9,10,11,12,13,14'];
    comparison = await Comparison.start(...long, ...small);
    await comparison.says('given-5:');
    comparison.send('SIGINT');
    expect(await comparison.ended).toBe(130);
    const { complete, incompleteBecause, runs } = await comparison.results();
    expect({ complete, incompleteBecause }).toEqual({
      complete: false,
      incompleteBecause: 'It was interrupted: 1 of 2 runs were begun.',
    });
    expect(runs[0]?.stretches[0]?.id).toBe('given-5');
    expect(await comparison.leftovers()).toEqual([]);
    expect(await comparison.processes()).toEqual([]);
  });

  const interruptions = [
    ['SIGTERM', 'kill-service:marketplace'],
    ['SIGINT', 'pause-database:marketplace'],
  ] as const;
  it.each(interruptions.slice(0, all ? 2 : 1))(
    'reports what is done on %s amid %s, and leaves nothing running',
    async (signal, fault) => {
      const short = ['--profiles', 'monolith', '--duration', '1', '--rate', '5'];
      comparison = await Comparison.start(...short, ...small, '--faults', fault);
      const running = comparison;
      await comparison.says('judging');
      await comparison.says(fault.startsWith('pause') ? 'marketplace is paused' : 'marketplace is killed');
      // The database, or whoever would start again what was killed.
      await eventually(async () => (await running.stopped()).length > 0, 'the fault has begun');
      comparison.send(signal);
      expect(await comparison.ended).toBe(130);
      const { complete, runs } = await comparison.results();
      expect(complete).toBe(false);
      const measured = runs.find(({ role }) => role === 'measured');
      expect(measured?.stretches.map(({ id }) => id)).toEqual(['given-5']);
      expect(measured?.verdicts.length).toBeGreaterThan(8);
      expect(measured?.notes).toEqual([expect.stringContaining('it was interrupted')]);
      expect(await comparison.leftovers()).toEqual([]);
      expect(await comparison.processes()).toEqual([]);
    },
  );

  it('leaves neither a deployment nor what a fault has started when it is killed amid one', async () => {
    const short = ['--profiles', 'monolith', '--duration', '1', '--rate', '5'];
    comparison = await Comparison.start(...short, ...small, '--faults', 'cut-database:marketplace');
    await comparison.says('judging');
    await comparison.says('starting for: ');
    await comparison.says('the connection to the database marketplace is cut, ');
    comparison.send('SIGKILL');
    await comparison.ended;
    const running = comparison;
    await eventually(async () => (await running.processes()).length === 0, 'everything has ended');
    await eventually(async () => !(await running.leftovers()).some(isData), 'its data is removed');
  });

  it('leaves no deployment behind when it is killed', async () => {
    comparison = await Comparison.start('--profiles', 'monolith', '--duration', '60', ...small);
    await comparison.says('loading the population');
    comparison.send('SIGKILL');
    await comparison.ended;
    const running = comparison;
    await eventually(async () => (await running.processes()).length === 0, 'everything has ended');
    await eventually(async () => !(await running.leftovers()).some(isData), 'its data is removed');
  });
});
