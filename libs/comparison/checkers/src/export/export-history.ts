import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readHistory } from '../history/read-history.js';
import { eventsOf } from './events.js';
import { formats } from './format.js';
import { checkoutsAsAppends, listsAsReads } from './orders.js';
import { productsAsLists } from './products.js';

/**
 * Writes a history in the form that public checkers of list-append read (Elle), a map per line: transactions over two modules, the
 * orders of customers and the revisions of products. What no list tells truthfully is left out; docs/guide/compare-history.md.
 *
 * @param historyFile NDJSON, as the workload wrote it
 * @throws Error when it cannot be read, or `target` cannot be written
 */
export async function exportHistory(
  historyFile: string,
  format: 'edn' | 'json',
  target: string,
): Promise<void> {
  const operations = await readHistory(historyFile);
  const events = eventsOf([
    ...checkoutsAsAppends(operations),
    ...listsAsReads(operations),
    ...productsAsLists(operations),
  ]);
  const write = formats[format];
  await pipeline(
    Readable.from(
      (function* lines() {
        for (const event of events) yield `${write(event)}\n`;
      })(),
    ),
    createWriteStream(target),
  );
}
