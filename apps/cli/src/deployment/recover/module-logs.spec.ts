import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServiceConfiguration } from '@platform/profile';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LogsTask, LogsProgram } from './module-logs.js';

describe('the program that works on the logs of modules', () => {
  let directory: string;
  let program: LogsProgram;
  const task: LogsTask = {
    configuration: {} as ServiceConfiguration,
    ...{
      modules: ['stock'],
      nothingLost: false,
      tell: () => undefined,
      signal: new AbortController().signal,
    },
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'whereabouts-logs-'));
    program = new LogsProgram(join(directory, 'program.mjs'));
  });
  afterEach(() => rm(directory, { recursive: true }));
  const write = (source: string) => writeFile(join(directory, 'program.mjs'), source);

  it('is not taken for one that found nothing when it ends well and tells nothing', async () => {
    await write('process.exit(0);');
    const sentence = /^The program that works on the logs ended without telling what it found\.$/;
    await expect(program.compare(task)).rejects.toThrow(sentence);
    await expect(program.settle(task)).rejects.toThrow(sentence);
  });

  it('is not taken for one that found nothing when it tells what nobody understands', async () => {
    await write(`process.send({ type: 'compared', modules: [{ module: 'stock' }] }, () => process.exit(0));`);
    await expect(program.compare(task)).rejects.toThrow('without telling what it found');
  });

  it('is told when a person says that nothing was lost', async () => {
    const told = join(directory, 'told');
    await write(
      `import { writeFileSync } from 'node:fs';
       writeFileSync(${JSON.stringify(told)}, process.argv.slice(2).join(' '));
       process.send({ type: 'settled', modules: [] }, () => process.exit(0));`,
    );
    expect(await program.settle({ ...task, nothingLost: true })).toEqual([]);
    expect(await readFile(told, 'utf8')).toBe('settle-logs --nothing-lost stock');
  });
});
