import { parseResults, type Results } from '@comparison/protocol';
import { diffText } from '@comparison/report';
import { UsageError } from '@comparison/run';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lookOf } from './look.js';
import type { Terminal } from './progress/terminal-progress.js';

/** @throws UsageError for what is no report */
export async function runDiff(a: string, b: string, output: Terminal): Promise<string> {
  return diffText(await reportAt(a), await reportAt(b), lookOf(output));
}

async function reportAt(path: string): Promise<Results> {
  const info = await stat(path).catch(() => undefined);
  if (!info) throw new UsageError(`There is no report at ${path}.`);
  const file = info.isDirectory() ? join(path, 'results.json') : path;
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw new UsageError(`There is no results.json in ${path}.`);
  try {
    return parseResults(JSON.parse(text));
  } catch (error) {
    throw new UsageError(`${file} is no report: ${(error as Error).message}.`, { cause: error });
  }
}
