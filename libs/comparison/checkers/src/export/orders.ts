import { grouped } from '../checks/tally.js';
import { keyOf } from '../checks/checkout-starts.js';
import type { Operation } from '../history/operation.js';
import { asked, listIn, orderIn } from '../history/seen.js';
import type { Transaction } from './transaction.js';

const listOf = (operation: Operation): string => `orders/${asked(operation, 'customerId')}`;

/**
 * The orders of a customer as a list. All tries under one key are one transaction, from the first one's beginning to the first
 * answer, as only one order comes of them: it appends the order's id. A checkout that was refused appends nothing.
 */
export function checkoutsAsAppends(operations: readonly Operation[]): Transaction[] {
  return [...grouped(operations, keyOf)].flatMap(([key, all]) => {
    const tried = all.filter(({ type }) => type !== 'fail');
    const [first] = tried;
    const answered = tried.find((each) => orderIn(each) !== undefined);
    if (!first) return [];
    const { process, start } = first;
    const id = (answered && orderIn(answered)?.id) ?? `unknown ${key.split(' ')[1] ?? ''}`;
    return [
      {
        ...{ process, start, type: answered ? 'ok' : 'info', end: answered?.end ?? Infinity },
        value: [['append', listOf(first), id]],
      },
    ];
  });
}

/** Reads of that list: oldest first, as it was appended to. */
export function listsAsReads(operations: readonly Operation[]): Transaction[] {
  return operations
    .filter(({ name }) => name === 'read-orders')
    .map((read) => {
      const list = listIn(read);
      // A page of a longer list is no read of the list.
      const ids = list?.whole === true ? list.items.map(({ id }) => id) : undefined;
      const { process, type, start, end } = read;
      return { process, type, start, end, value: [['r', listOf(read), ids?.reverse() ?? null]] };
    });
}
