import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../testing/run-command.js';

describe('whereabouts compare', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'whereabouts-compare-cli-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const compare = (...args: string[]) => runCommand(['compare', ...args], directory);

  it.each([
    [['--profiles', 'monolit'], /no profile named monolit.*monolith/],
    [['--profiles', 'monolith,'], /separated by commas/],
    [['--profiles', 'monolith', '--rate', '0'], /above 0/],
    [['--rate', '10', '--concurrency', '4'], /cannot be used with/],
    [['--concurrency', 'many'], /whole number from 1/],
    [['--duration', '0'], /seconds from 1/],
    [['--warmup', '-1'], /seconds from 0/],
    [['--repeats', '0'], /whole number from 1/],
    [['--workload', 'om-nothing'], /om-scarce/],
    [['--seed', 'x'], /whole number from 0/],
    [['--scale', '0'], /customers and products/],
    [['--concurrency', '20', '--scale', '10'], /20 clients need as many customers.*--scale/],
    [['--history', 'operations.txt'], /\.edn or \.json/],
    [['--profiles', 'monolith', '--faults', 'kill-everything'], /kill-everything/],
    [['--broker', 'kafka://a:9092'], /host:port/],
    [['--nothing'], /unknown option/i],
    [['monolith'], /too many arguments|unknown command/i],
    [['diff', 'here'], /missing required argument/i],
    [['diff', 'here', 'there'], /no report at here/],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const { code, out, err } = await compare(...args);
    expect(err).toMatch(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('writes no report over another', async () => {
    await mkdir(join(directory, 'before'));
    await writeFile(join(directory, 'before', 'results.json'), '{}');
    const { code, err } = await compare('--out', 'before');
    expect({ code, err }).toEqual({
      code: 2,
      err: 'There is a report in before already: give another --out.\n',
    });
  });

  it('tells what is wrong with a file that is no report', async () => {
    await writeFile(join(directory, 'a.json'), '{ "schemaVersion": 2 }');
    const { code, err } = await compare('diff', 'a.json', 'a.json');
    expect(code).toBe(2);
    expect(err).toMatch(/^a\.json is no report: schemaVersion: .*\.\n$/);
  });

  it('explains itself, with its exit codes', async () => {
    const { code, out } = await compare('--help');
    expect(code).toBe(0);
    for (const text of ['--profiles', '--faults', 'Exit status', '130', 'compare diff'])
      expect(out).toContain(text);
  });
});
