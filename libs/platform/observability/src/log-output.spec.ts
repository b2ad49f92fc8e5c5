import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { logOutput } from './log-output.js';

describe('the output of a log', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'log-output-'));
    file = join(directory, 'log');
    writeFileSync(file, '');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('has every line in the file once it is flushed', () => {
    const fd = openSync(file, 'a');
    const output = logOutput(fd);
    output.write('one\n');
    output.write('two\n');
    output.flushSync();
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    output.destroy();
  });

  it('neither ends the process nor keeps it from ending while lines cannot be written', async () => {
    // Writing to a descriptor that is open for reading fails as it does on a full disk: at every try.
    const fd = openSync(file, 'r');
    const output = logOutput(fd);
    const failed = new Promise((resolve) => output.once('error', resolve));
    output.write('lost\n');
    output.flush();
    await expect(failed).resolves.toMatchObject({ code: 'EBADF' });
    output.flushSync();
    expect(readFileSync(file, 'utf8')).toBe('');
    output.destroy();
  });
});
