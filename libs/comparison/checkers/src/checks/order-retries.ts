import { asked, orderIn, statusOf } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { grouped, type HistoryCheck, Tally } from './tally.js';

export const keyOf = (operation: Operation): string | undefined =>
  operation.name === 'checkout'
    ? `${asked(operation, 'customerId')} ${asked(operation, 'idempotencyKey')}`
    : undefined;

/** A4: what was asked for again under one key is one order, and a decided answer is given again as it was. */
export const retriesAnswerAlike: HistoryCheck = (operations) => {
  const tally = new Tally();
  for (const [key, tried] of grouped(operations, keyOf)) {
    const answered = tried.filter((each) => orderIn(each) !== undefined);
    if (tried.length > 1 && answered.length > 0) tally.look();
    const ids = new Set(answered.map((each) => orderIn(each)?.id));
    if (ids.size > 1)
      tally.saw({
        key: `orders ${key}`,
        message: `key ${key} stands for the orders ${[...ids].join(' and ')}`,
        by: answered,
      });
    const decided = answered.filter((each) => statusOf(each) === 201);
    if (new Set(decided.map((each) => JSON.stringify(each.output))).size > 1)
      tally.saw({
        key: `answers ${key}`,
        message: `key ${key} was given different decided answers`,
        by: decided,
      });
  }
  return tally;
};
