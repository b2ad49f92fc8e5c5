import { orderIn, statusOf } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { keyOf } from './checkout-starts.js';
import { grouped, type HistoryCheck, Tally } from './tally.js';

/** Of the traffic, not of what was asked for. */
const comeBackLater: ReadonlySet<number> = new Set([408, 429]);

/**
 * A4: what was asked for again under one key is one order, which no other key stands for; a decided answer is given again as it was,
 * and a key that was answered is not refused. Looks: keys that were answered more than once, or refused after an answer.
 */
export const retriesAnswerAlike: HistoryCheck = (operations, stored) => {
  const tally = new Tally();
  const keyOfOrder = new Map<string, Operation>();
  for (const [key, tried] of grouped(operations, keyOf)) {
    const answered = tried.filter((each) => orderIn(each) !== undefined);
    const refused = tried.filter(
      (each) =>
        each.type === 'fail' &&
        !comeBackLater.has(statusOf(each)) &&
        answered.some((answer) => answer.end < each.start),
    );
    if (answered.length + refused.length > 1) tally.look(...answered, ...refused);
    judgeKey(key, answered, refused, tally);
  }
  for (const answer of operations) {
    const key = orderIn(answer) && keyOf(answer);
    if (key !== undefined) judgeOrder(key, answer, keyOfOrder, stored.keys.get(key), tally);
  }
  return tally;
};

function judgeKey(
  key: string,
  answered: readonly Operation[],
  refused: readonly Operation[],
  tally: Tally,
): void {
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
  const [first] = refused;
  if (first)
    tally.saw({
      key: `refused ${key}`,
      message: `key ${key} stands for the order ${[...ids].join(' and ')} and was refused with ${statusOf(first)}`,
      by: [...answered, first],
    });
}

function judgeOrder(
  key: string,
  answer: Operation,
  keyOfOrder: Map<string, Operation>,
  recorded: string | undefined,
  tally: Tally,
): void {
  const id = orderIn(answer)?.id ?? '';
  const before = keyOfOrder.get(id) ?? answer;
  keyOfOrder.set(id, before);
  if (keyOf(before) !== key)
    tally.saw({
      key: `keys ${id} ${key}`,
      message: `order ${id} was the answer to two keys: ${keyOf(before) ?? ''} and ${key}`,
      by: [before, answer],
    });
  if (recorded !== undefined && recorded !== id)
    tally.saw({
      key: `recorded ${key} ${id}`,
      message: `key ${key} was answered with order ${id}, and is recorded to stand for ${recorded}`,
      by: [answer],
    });
}
