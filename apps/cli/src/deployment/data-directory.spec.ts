import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirectory, dataDirectorySentence } from './data-directory.js';

describe('DataDirectory', () => {
  let parent: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'whereabouts-data-'));
  });

  afterEach(() => rm(parent, { recursive: true, force: true }));

  it('is made with its parents, and taken again as it is', async () => {
    const directory = new DataDirectory(join(parent, 'a', 'b'));
    await directory.prepare();
    await writeFile(directory.placement, '{}');
    await directory.prepare();
    expect((await readdir(directory.root)).sort()).toEqual(['databases', 'logs', 'placement.json']);
  });

  it('refuses a directory with nothing but other files, and leaves it as it was', async () => {
    await mkdir(join(parent, 'photos'));
    await expect(new DataDirectory(parent).prepare()).rejects.toThrow(
      /holds other files \(photos\): .* --data\.$/,
    );
    expect(await readdir(parent)).toEqual(['photos']);
  });

  it('refuses a file in its place', async () => {
    const path = join(parent, 'file');
    await writeFile(path, '');
    await expect(new DataDirectory(path).prepare()).rejects.toThrow(`${path} is not a directory`);
    await expect(new DataDirectory(join(path, 'below')).prepare()).rejects.toThrow('is not a directory');
  });

  it.each([
    ['ENOSPC', 'is full: free at least 200 MB'],
    ['EROFS', 'cannot be written: choose another with --data'],
    ['EACCES', 'cannot be written: choose another with --data'],
  ])('says %s in one sentence', (code, sentence) => {
    expect(String(dataDirectorySentence(Object.assign(new Error(), { code }), '/data'))).toContain(sentence);
  });
});
