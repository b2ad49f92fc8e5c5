import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastReasonIn, shortForm } from './log-lines.js';

describe('the short form of a log line', () => {
  it('is context, message and error of a JSON line', () => {
    const line = JSON.stringify({
      level: 50,
      time: 1,
      context: 'Relay',
      msg: 'paused',
      err: { message: 'no connection' },
    });
    expect(shortForm(line)).toEqual({ level: 50, text: 'Relay: paused: no connection' });
  });

  it('says a thing once when message and error are the same, and keeps to one line', () => {
    const line = JSON.stringify({
      level: 40,
      msg: 'gone\n    at somewhere',
      err: { message: 'gone\n    at somewhere' },
    });
    expect(shortForm(line)).toEqual({ level: 40, text: 'gone' });
  });

  it.each(['plain text', '{"level":', '{"msg":"without a level"}'])('does not exist for %s', (line) => {
    expect(shortForm(line)).toBeUndefined();
  });
});

describe('the reason why a process ended', () => {
  const reasonIn = async (log: string) => {
    const directory = await mkdtemp(join(tmpdir(), 'whereabouts-reason-'));
    try {
      await writeFile(join(directory, 'log'), log);
      return await lastReasonIn(join(directory, 'log'));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  };

  it('is the error, not the lines that Node prints around it', async () => {
    const log = 'file.js:1\n\nError [ERR_MODULE_NOT_FOUND]: Cannot find it\n    at main\n\nNode.js v24.0.0\n';
    expect(await reasonIn(log)).toBe('Error [ERR_MODULE_NOT_FOUND]: Cannot find it');
  });

  it('is the last error of a JSON log', async () => {
    const log = '{"level":50,"msg":"first"}\n{"level":60,"msg":"last"}\n{"level":30,"msg":"bye"}\n';
    expect(await reasonIn(log)).toBe('last');
  });

  it('is the last line when nothing looks like an error, and nothing when there is no line', async () => {
    expect(await reasonIn('one\ntwo\n')).toBe('two');
    expect(await reasonIn('')).toBeUndefined();
  });
});
