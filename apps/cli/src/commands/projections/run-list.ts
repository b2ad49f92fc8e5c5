import type { DataDirectory } from '../../deployment/data-directory.js';
import type { Output } from '../../deployment/progress.js';
import { Projections } from './projections.js';
import { projectionsTable } from './projections-table.js';

export async function runList(
  directory: DataDirectory,
  { json }: { readonly json: boolean },
  output: Output,
): Promise<void> {
  const items = await (await Projections.of(directory)).list();
  output.write(`${json ? JSON.stringify({ items }, null, 2) : projectionsTable(items)}\n`);
}
