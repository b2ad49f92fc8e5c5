import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseResults } from '@comparison/protocol';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleResults } from './testing/example-results.js';
import { writeReport } from './write-report.js';

const example = exampleResults(1);
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'whereabouts-report-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('writing a report', () => {
  it('makes the directory, and leaves the page, the results and nothing else there', async () => {
    const out = join(directory, 'deep', 'out');
    const written = await writeReport(example, out);
    expect(written).toEqual({ html: join(out, 'report.html'), json: join(out, 'results.json') });
    expect((await readdir(out)).toSorted()).toEqual(['report.html', 'results.json']);
    expect(parseResults(JSON.parse(await readFile(written.json, 'utf8')))).toEqual(example);
    expect(await readFile(written.html, 'utf8')).toMatch(/^<!doctype html>[^]*<\/html>\s*$/);
  });

  it('puts a new report in the place of an old one', async () => {
    await writeReport(example, directory);
    await writeReport({ ...example, complete: false, incompleteBecause: 'it was stopped' }, directory);
    expect(await readFile(join(directory, 'report.html'), 'utf8')).toContain('it was stopped');
  });

  it('leaves nothing half-written where it cannot write', async () => {
    await mkdir(join(directory, 'report.html', 'in-the-way'), { recursive: true });
    await expect(writeReport(example, directory)).rejects.toThrow();
    expect((await readdir(directory)).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  });
});
