import type { Event } from './format.js';
import type { Transaction } from './transaction.js';

const NS = 1_000_000;

/**
 * Transactions as events in the order of time. One whose end nobody knows ends after all others, as `info`.
 */
export function eventsOf(transactions: readonly Transaction[]): Event[] {
  const times = transactions.flatMap(({ start, end }) => (Number.isFinite(end) ? [start, end] : [start]));
  const begin = times.reduce((first, at) => Math.min(first, at), Infinity);
  const last = times.reduce((latest, at) => Math.max(latest, at), begin) + 1;
  const sides = transactions.flatMap((transaction) => [
    { at: transaction.start, isEnd: 0, transaction },
    { at: Math.min(transaction.end, last), isEnd: 1, transaction },
  ]);
  // A process ends one thing before it begins the next.
  sides.sort((one, other) => one.at - other.at || other.isEnd - one.isEnd);
  return sides.map(({ at, isEnd, transaction: { type, process, value } }, index) => ({
    ...{ index, process, time: Math.round((at - begin) * NS) },
    type: isEnd ? type : 'invoke',
    // Nobody knows what it will read when it is asked; nor what was read where no answer came.
    value:
      isEnd && type === 'ok'
        ? value
        : value.map((micro) => (micro[0] === 'r' ? (['r', micro[1], null] as const) : micro)),
  }));
}
