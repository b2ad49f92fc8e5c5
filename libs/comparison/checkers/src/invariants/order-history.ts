import type { OrderStatus } from '../resources.js';
import { groupBy, type Snapshot, type Violation } from './snapshot.js';

const next: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: ['approved', 'rejected', 'payment-failed'],
  approved: ['in-transit'],
  'in-transit': ['delivered'],
  rejected: [],
  'payment-failed': [],
  delivered: [],
};

/** The version that an order has in each status: pending 1, placed 2, and so on. */
const versionAt: Readonly<Record<OrderStatus, readonly number[]>> = {
  pending: [1, 2],
  rejected: [2],
  'payment-failed': [3],
  approved: [3],
  'in-transit': [4],
  delivered: [5],
};

/** O1: only legal changes of status, from `pending` on, never back in time; a rejected order has no lines and costs nothing. */
export function onlyLegalHistories({ orders }: Snapshot): Violation[] {
  return orders.flatMap((order) => {
    const { id, status, statusHistory, version, lines, totalCents } = order;
    const wrong: string[] = [];
    if (statusHistory[0]?.status !== 'pending') wrong.push('does not start pending');
    if (statusHistory.at(-1)?.status !== status) wrong.push(`is ${status}, its history ends otherwise`);
    for (const [index, entry] of statusHistory.entries()) {
      const before = statusHistory[index - 1];
      if (!before) continue;
      if (!next[before.status].includes(entry.status))
        wrong.push(`went from ${before.status} to ${entry.status}`);
      if (entry.at < before.at) wrong.push(`became ${entry.status} before it was ${before.status}`);
    }
    if (!versionAt[status].includes(version)) wrong.push(`is ${status} at version ${version}`);
    if (status === 'rejected' && (lines.length > 0 || totalCents !== 0))
      wrong.push('is rejected and has lines');
    return wrong.map((what) => ({ invariant: 'O1', what: `order ${id} ${what}` }));
  });
}

/** A customer's orders are numbered from 1 without a gap: every order takes a number, no number is taken for nothing. */
export function numbersAreUniqueAndRising({ orders }: Snapshot): Violation[] {
  return [...groupBy(orders, ({ customerId }) => customerId)].flatMap(([customerId, own]) => {
    const numbers = own.map(({ number }) => number).sort((a, b) => a - b);
    const isGapless = numbers.every((number, index) => number === index + 1);
    return isGapless
      ? []
      : [{ invariant: 'number', what: `orders of customer ${customerId} are numbered ${numbers.join()}` }];
  });
}
