import type { DataDirectory } from '../../deployment/data-directory.js';
import type { Output } from '../../deployment/progress.js';
import { ParkedMessages } from './parked-messages.js';
import { parkedTable } from './parked-table.js';

export async function runList(directory: DataDirectory, json: boolean, output: Output): Promise<void> {
  const keys = await (await ParkedMessages.of(directory)).list();
  output.write(`${json ? JSON.stringify({ items: keys }, null, 2) : parkedTable(keys)}\n`);
}
