import { asked, listIn, orderIn } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { type HistoryCheck, Tally } from './tally.js';

/**
 * W1 at lists: a customer's orders, listed after a checkout was answered with one, without it. Looks: whole lists that had an order
 * to show; each is about the read and the last such answer.
 */
export const listsShowOrders: HistoryCheck = (operations) => {
  const tally = new Tally();
  const answers = new Map<string, Operation[]>();
  for (const answer of operations) {
    const customerId = asked(answer, 'customerId');
    if (answer.name !== 'checkout' || !orderIn(answer)) continue;
    answers.set(customerId, [...(answers.get(customerId) ?? []), answer]);
  }
  for (const read of operations) {
    const list = listIn(read);
    if (list?.whole !== true) continue;
    const due = (answers.get(asked(read, 'customerId')) ?? []).filter(({ end }) => end < read.start);
    const latest = due.at(-1);
    if (!latest) continue;
    tally.look(read, latest);
    const shown = new Set(list.items.map(({ id }) => id));
    const missed = due.find((answer) => !shown.has(orderIn(answer)?.id ?? ''));
    if (missed)
      tally.saw({
        key: `${read.id}`,
        message: `the list of the orders of ${asked(read, 'customerId')} lacked ${orderIn(missed)?.id ?? ''} ${Math.round(read.start - missed.end)} ms after it was answered`,
        by: [missed, read],
      });
  }
  return tally;
};
