import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogWatch } from './log-watch.js';

describe('LogWatch', () => {
  let directory: string;
  let path: string;
  const line = (level: number, msg: string) => `${JSON.stringify({ level, time: 1, msg })}\n`;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'whereabouts-log-'));
    path = join(directory, 'shop-0.log');
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('shows warnings and errors that are written while it watches, and nothing else', async () => {
    await appendFile(path, line(50, 'of an earlier run'));
    const shown: string[] = [];
    const watch = new LogWatch(path, (text) => shown.push(text));
    await watch.start();
    await appendFile(path, line(30, 'a request') + line(40, 'slow') + 'not JSON\n' + line(50, 'broken'));
    await appendFile(path, line(60, 'half a line').slice(0, 10));
    await watch.stop();
    expect(shown).toEqual(['slow', 'broken']);
  });
});
