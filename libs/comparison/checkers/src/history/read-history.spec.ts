import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readHistory } from './read-history.js';

describe('a history', () => {
  let directory: string;
  beforeAll(async () => void (directory = await mkdtemp(join(tmpdir(), 'whereabouts-history-'))));
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const reading = async (...lines: readonly (object | string)[]) => {
    const file = join(directory, 'history.ndjson');
    await writeFile(
      file,
      lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    );
    return readHistory(file);
  };
  const entry = (index: number, id: number, type: string, more: object = {}) => ({
    ...{ index, id, type, process: id, operation: 'read-order', at: 1_000 + index },
    ...more,
  });

  it('is read as operations, each with its end, in the order of their beginnings', async () => {
    const operations = await reading(
      entry(0, 0, 'invoke', { input: { orderId: 'o-1' } }),
      entry(1, 1, 'invoke', { input: { orderId: 'o-2' } }),
      entry(2, 1, 'ok', { output: { status: 200 } }),
      entry(3, 0, 'fail', { output: { status: 404 }, error: 'not-found' }),
    );
    expect(operations).toMatchObject([
      { id: 0, type: 'fail', start: 1_000, end: 1_003, input: { orderId: 'o-1' }, output: { status: 404 } },
      { id: 1, type: 'ok', start: 1_001, end: 1_002, entries: { length: 2 } },
    ]);
  });

  it('leaves open what was not answered, or was not ended at all', async () => {
    const operations = await reading(
      entry(0, 0, 'invoke'),
      entry(1, 0, 'info', { error: 'timeout' }),
      entry(2, 1, 'invoke'),
    );
    expect(operations.map(({ type, end }) => [type, end])).toEqual([
      ['info', Infinity],
      ['info', Infinity],
    ]);
  });

  it('may end in the middle of a line', async () => {
    expect(await reading(entry(0, 0, 'invoke'), '{"index":1,"id":0,"ty')).toMatchObject([{ type: 'info' }]);
  });

  it.each([
    ['what is no entry', ['{"what":1}', entry(0, 0, 'invoke')], 'line 1: not an entry'],
    ['an end without a beginning', [entry(0, 7, 'ok')], 'line 1: operation 7 ends and was never begun'],
  ])('is refused with %s', async (_, lines, why) => {
    await expect(reading(...lines)).rejects.toThrow(why);
  });
});
