import { expect, it } from '@jest/globals';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDirectory } from './directories.js';

it('makes directories that another user may pass through, and not look into', async () => {
  const directory = await makeDirectory(join(tmpdir(), 'whereabouts-directories-'));
  try {
    expect((await stat(directory)).mode & 0o777).toBe(0o711);
  } finally {
    await rm(directory, { recursive: true });
  }
});
