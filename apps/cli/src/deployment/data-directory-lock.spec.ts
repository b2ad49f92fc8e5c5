import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirectory } from './data-directory.js';
import { DataDirectoryLock } from './data-directory-lock.js';

describe('DataDirectoryLock', () => {
  let directory: DataDirectory;

  beforeEach(async () => {
    directory = new DataDirectory(await mkdtemp(join(tmpdir(), 'whereabouts-lock-')));
  });

  afterEach(() => rm(directory.root, { recursive: true, force: true }));

  it('is held by one at a time, and by the next after its release', async () => {
    const lock = await DataDirectoryLock.acquire(directory);
    await expect(DataDirectoryLock.acquire(directory)).rejects.toThrow(
      `in use by another "whereabouts up" (process ${process.pid})`,
    );
    await lock.release();
    await (await DataDirectoryLock.acquire(directory)).release();
    expect(await readdir(directory.root)).toEqual([]);
  });

  it('goes to one only of many that ask at once', async () => {
    const asked = await Promise.allSettled(
      Array.from({ length: 20 }, () => DataDirectoryLock.acquire(directory)),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is taken over from a holder that is gone, even when another process has its id now', async () => {
    await writeFile(directory.lock, JSON.stringify({ pid: process.pid, startTime: 'long ago' }));
    await (await DataDirectoryLock.acquire(directory)).release();
  });

  it('is taken over when its file is damaged', async () => {
    await writeFile(directory.lock, '{"pid":');
    await (await DataDirectoryLock.acquire(directory)).release();
  });
});
