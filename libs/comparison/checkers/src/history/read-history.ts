import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { historyEntry, type HistoryEntry } from '@comparison/protocol';
import { type Operation, operationOf } from './operation.js';

/**
 * Reads a history line by line, and pairs what was invoked with its end. A last line that was cut off in the middle is left
 * out: its writer was ended.
 *
 * @returns operations in the order in which they were invoked
 * @throws Error that names the line which is no entry of a history, or that ends what was never begun
 */
export async function readHistory(file: string): Promise<Operation[]> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  const open = new Map<number, HistoryEntry>();
  const operations: Operation[] = [];
  let line = 0;
  let broken: string | undefined;
  for await (const text of lines) {
    line += 1;
    if (broken !== undefined) throw new Error(broken);
    if (text.trim() === '') continue;
    const entry = entryOf(text);
    if (!entry) {
      broken = `${file}, line ${line}: not an entry of a history`;
    } else if (entry.type === 'invoke') {
      open.set(entry.id, entry);
    } else {
      const invoke = open.get(entry.id);
      if (!invoke) throw new Error(`${file}, line ${line}: operation ${entry.id} ends and was never begun`);
      open.delete(entry.id);
      operations.push(operationOf(invoke, entry));
    }
  }
  for (const invoke of open.values()) operations.push(operationOf(invoke, undefined));
  return operations.sort((one, other) => one.start - other.start || one.id - other.id);
}

function entryOf(text: string): HistoryEntry | undefined {
  try {
    return historyEntry.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
