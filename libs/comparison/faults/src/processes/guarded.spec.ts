import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Guarded } from './guarded.js';

const program = fileURLToPath(new URL('./guard.ts', import.meta.url));

describe('what a fault has started for itself', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'whereabouts-guarded-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const guard = () => {
    const what: Guarded = { directory, postgres: join(directory, 'none'), mount: join(directory, 'none') };
    const child = spawn(process.execPath, [program, JSON.stringify(what)], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    return { child, ended: once(child, 'exit') };
  };

  it('is gone when whoever started it is, even where there was nothing yet', async () => {
    const { child, ended } = guard();
    child.disconnect();
    await ended;
    expect(existsSync(directory)).toBe(false);
  });

  it('is nobody else’s to end when all has ended in order', async () => {
    const { child, ended } = guard();
    child.send('ended');
    await ended;
    expect(existsSync(directory)).toBe(true);
  });
});
