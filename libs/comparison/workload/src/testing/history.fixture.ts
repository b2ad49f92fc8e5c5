import { type HistoryEntry, historyEntry } from '@comparison/protocol';
import { readFile } from 'node:fs/promises';

export async function readHistory(path: string): Promise<HistoryEntry[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  return lines.map((line) => historyEntry.parse(JSON.parse(line)));
}

/** Less the checkouts that were sent once more only to see whether they are answered as they were. */
export function withoutReplays(history: readonly HistoryEntry[]): HistoryEntry[] {
  const replays = new Set(history.flatMap(({ id, input }) => (input?.['replay'] === true ? [id] : [])));
  return history.filter(({ id }) => !replays.has(id));
}

/** How many changes of a price named a revision that another one named, too. */
export function rivalsIn(history: readonly HistoryEntry[]): number {
  const named = history.flatMap(({ type, operation, input }) =>
    type === 'invoke' && operation === 'change-price'
      ? [`${String(input?.['productId'])} ${String(input?.['revision'])}`]
      : [],
  );
  return named.length - new Set(named).size;
}

/** What breaks the discipline of a history, a sentence each. */
export function flawsOf(history: readonly HistoryEntry[]): string[] {
  const flaws: string[] = [];
  const open = new Map<number, HistoryEntry>();
  const begun = new Set<number>();
  const retired = new Set<number>();
  let last = -Infinity;
  for (const [line, { index, process, type, id, at, operation }] of history.entries()) {
    if (index !== line) flaws.push(`line ${line} has index ${index}`);
    if (at < last) flaws.push(`line ${line} goes back in time`);
    last = at;
    const doing = open.get(process);
    if (type === 'invoke') {
      if (begun.has(id)) flaws.push(`${id} was invoked twice`);
      if (doing) flaws.push(`${process} began ${id} while it did ${doing.id}`);
      if (retired.has(process)) flaws.push(`${process} went on after an info`);
      begun.add(id);
      open.set(process, history[line] as HistoryEntry);
    } else {
      if (doing?.id !== id || doing.operation !== operation) flaws.push(`${id} ended and was not under way`);
      open.delete(process);
      if (type === 'info') retired.add(process);
    }
  }
  for (const { id } of open.values()) flaws.push(`${id} never ended`);
  return flaws;
}
