import { grouped } from '../checks/tally.js';
import type { Operation } from '../history/operation.js';
import { changedProductIn, productIn } from '../history/seen.js';
import type { Micro, Transaction } from './transaction.js';

/** A revision rises by one with each change: whoever reads the nth has read a list of n. */
const upTo = (revision: number): number[] => Array.from({ length: revision }, (_, index) => index + 1);

/** The revisions of a product as a list: a change appends the next one, a read by id reads all up to the one it shows. */
export function productsAsLists(operations: readonly Operation[]): Transaction[] {
  const ofProducts = grouped(operations, ({ name, input }) =>
    name === 'change-price' || name === 'replace-product' || name === 'read-product'
      ? String(input['productId'])
      : undefined,
  );
  const loaded: Micro[] = [];
  const transactions = [...ofProducts].flatMap(([id, touched]) => {
    const key = `product/${id}`;
    const appended = new Set(touched.flatMap((each) => appendedBy(each) ?? []));
    for (const revision of upTo(loadedOf(touched, appended))) loaded.push(['append', key, revision]);
    return touched.map((each) => transactionOf(key, each, appended));
  });
  const begin = operations[0]?.start ?? 0;
  return [{ process: -1, type: 'ok', start: begin - 1, end: begin - 0.5, value: loaded }, ...transactions];
}

/** @param appended revisions that a change is known to have made, or may have */
function transactionOf(key: string, operation: Operation, appended: Set<number>): Transaction {
  const { process, type, start, end } = operation;
  const revision = appendedBy(operation);
  const read = productIn(operation) ?? (revision === undefined ? changedProductIn(operation) : undefined);
  if (operation.name === 'read-product' || read)
    return { process, type, start, end, value: [['r', key, read ? upTo(read.revision) : null]] };
  if (revision !== undefined) return { process, type, start, end, value: [['append', key, revision]] };
  const next = nextOf(operation);
  const nowhere = `unknown ${operation.id}`;
  if (next === undefined || type === 'fail')
    return { process, type, start, end, value: [['append', key, nowhere]] };
  // Another change made that revision of the one it names: it did not.
  if (appended.has(next)) return { process, type: 'info', start, end, value: [['append', key, nowhere]] };
  appended.add(next);
  return { process, type, start, end, value: [['append', key, next]] };
}

/** The revision that a change was answered with; undefined where it changed nothing. */
function appendedBy(operation: Operation): number | undefined {
  const revision = changedProductIn(operation)?.revision;
  return revision === operation.input['revision'] ? undefined : revision;
}

/** A change with If-Match appends the revision after the one it names, or nothing; of a replacement nobody knows. */
function nextOf({ input }: Operation): number | undefined {
  return typeof input['revision'] === 'number' ? input['revision'] + 1 : undefined;
}

/** The last revision that was there before: no later than any that somebody saw or changed. */
function loadedOf(touched: readonly Operation[], appended: ReadonlySet<number>): number {
  const seen = touched.flatMap((each) => productIn(each)?.revision ?? []);
  const before = Math.min(...seen, ...[...appended].map((revision) => revision - 1));
  return Number.isFinite(before) ? Math.max(0, before) : 0;
}
