import { appendFile, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Journal, MAX_BATCH_BYTES } from './journal.js';

interface Item {
  readonly n: number;
  readonly text?: string;
}

describe('the journal', () => {
  let directory: string;
  let path: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'journal-'));
    path = join(directory, 'new', 'journal.jsonl');
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function stored(): Promise<number[]> {
    const found: number[] = [];
    const journal = await Journal.open<Item>(path, ({ n }) => found.push(n));
    await journal.close();
    return found;
  }

  async function write(...items: Item[]): Promise<void> {
    const journal = await Journal.open<Item>(path, () => undefined);
    await Promise.all(items.map((item) => journal.append(item)));
    await journal.close();
  }

  test('gives back what was appended, in order, over several runs', async () => {
    await write({ n: 1 }, { n: 2, text: 'zwei – 二\n' });
    await write({ n: 3 });
    expect(await stored()).toEqual([1, 2, 3]);
  });

  test('keeps everything when more arrives than one batch holds', async () => {
    const text = 'x'.repeat(MAX_BATCH_BYTES / 3);
    await write(...[1, 2, 3, 4, 5, 6, 7].map((n) => ({ n, text })));
    expect(await stored()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('stores a record larger than a batch', async () => {
    await write({ n: 1, text: 'x'.repeat(MAX_BATCH_BYTES + 1) }, { n: 2 });
    expect(await stored()).toEqual([1, 2]);
  });

  test.each([1, 5, 12])(
    'cuts off a line that misses its last %i bytes, and appends behind the intact one',
    async (missing) => {
      await write({ n: 1 }, { n: 2 });
      await truncate(path, (await readFile(path)).length - missing);
      expect(await stored()).toEqual([1]);
      await write({ n: 3 });
      expect(await stored()).toEqual([1, 3]);
    },
  );

  test('cuts off a line whose checksum does not fit', async () => {
    await write({ n: 1 });
    await appendFile(path, '00000000 {"n":2}\n');
    expect(await stored()).toEqual([1]);
  });

  test('refuses to cut away damage that no crash can explain', async () => {
    await write({ n: 1 }, { n: 2, text: 'x'.repeat(MAX_BATCH_BYTES) });
    const damaged = await readFile(path);
    damaged[0] = (damaged[0] ?? 0) ^ 1;
    await writeFile(path, damaged);
    await expect(stored()).rejects.toThrow(/is damaged at byte 0: restore it/);
    expect(await readFile(path)).toEqual(damaged);
  });

  test('does not write behind what another process appended', async () => {
    const journal = await Journal.open<Item>(path, () => undefined);
    await appendFile(path, 'stranger');
    await expect(journal.append({ n: 1 })).rejects.toThrow(/changed by another process/);
    await expect(journal.append({ n: 2 })).rejects.toThrow(/changed by another process/);
    await journal.close();
    expect(await readFile(path, 'utf8')).toBe('stranger');
  });

  test('a batch that could not be synced is rejected, leaves nothing behind and blocks no later one', async () => {
    const journal = await Journal.open<Item>(path, () => undefined);
    await journal.append({ n: 1 });
    const datasync = jest.spyOn(await fileHandlePrototype(path), 'datasync');
    datasync.mockRejectedValueOnce(new Error('no space left on device'));
    await expect(journal.append({ n: 2 })).rejects.toThrow('no space left on device');
    expect(journal.failure?.message).toBe('no space left on device');
    await journal.append({ n: 3 });
    expect(journal.failure).toBeUndefined();
    datasync.mockRestore();
    await journal.close();
    expect(await stored()).toEqual([1, 3]);
  });
});

async function fileHandlePrototype(path: string): Promise<{ datasync: () => Promise<void> }> {
  const file = await open(path);
  await file.close();
  return Object.getPrototypeOf(file) as { datasync: () => Promise<void> };
}
