import type { DataDirectory } from '../../deployment/data-directory.js';
import type { Output } from '../../deployment/progress.js';
import { Sagas } from './sagas.js';
import { sagasTable } from './sagas-table.js';

export interface ListOptions {
  readonly needsAttention: boolean;
  readonly json: boolean;
}

export async function runList(
  directory: DataDirectory,
  { needsAttention, json }: ListOptions,
  output: Output,
): Promise<void> {
  const items = await (await Sagas.of(directory)).list(needsAttention);
  output.write(`${json ? JSON.stringify({ items }, null, 2) : sagasTable(items)}\n`);
}
