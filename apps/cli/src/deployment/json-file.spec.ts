import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from './json-file.js';

const schema = z.object({ count: z.number() });

describe('JSON files', () => {
  let directory: string;
  let path: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'whereabouts-json-'));
    path = join(directory, 'file.json');
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('are read as they were written, by their owner only, with nothing left beside them', async () => {
    await writeJson(path, { count: 1 });
    await writeJson(path, { count: 2 });
    expect(await readJson(path, schema)).toEqual({ count: 2 });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(['file.json']);
  });

  it('are undefined when missing', async () => {
    expect(await readJson(path, schema)).toBeUndefined();
  });

  it.each(['{"count":', '{"count":"two"}'])('are refused by name when damaged: %s', async (text) => {
    await writeFile(path, text);
    await expect(readJson(path, schema)).rejects.toThrow(`${path} is damaged`);
  });
});
