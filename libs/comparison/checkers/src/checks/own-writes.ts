import { asked, changedProductIn, presentOrderIn, productIn, statusOf } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { grouped, type HistoryCheck, Tally } from './tally.js';

/** What a session wrote last, by the resource's id: the version that a read by id has to show at least. */
interface Written {
  readonly atLeast: number;
  readonly by: Operation;
}

/** R1: a session reads by id what it wrote: orders it was answered, prices it changed. */
export const ownWritesAreRead: HistoryCheck = (operations) => {
  const tally = new Tally();
  for (const session of grouped(operations, ({ process }) => String(process)).values())
    ofSession(session, tally);
  return tally;
};

function ofSession(session: readonly Operation[], tally: Tally): void {
  const written = new Map<string, Written>();
  for (const operation of session) {
    const { name } = operation;
    const order = presentOrderIn(operation);
    const product = productIn(operation) ?? changedProductIn(operation);
    const resource =
      name === 'read-order' || name === 'decided'
        ? asked(operation, 'orderId')
        : asked(operation, 'productId');
    const isRead = name === 'read-order' || name === 'read-product' || name === 'decided';
    if (isRead) judgeRead(operation, resource, order?.version ?? product?.revision, written, tally);
    if (order && name === 'checkout') written.set(order.id, { atLeast: order.version, by: operation });
    if (product && name === 'change-price')
      written.set(resource, { atLeast: product.revision, by: operation });
  }
}

function judgeRead(
  read: Operation,
  id: string,
  version: number | undefined,
  written: ReadonlyMap<string, Written>,
  tally: Tally,
): void {
  const own = written.get(id);
  if (!own || (version === undefined && statusOf(read) !== 404)) return;
  tally.look();
  if (version === undefined || version < own.atLeast)
    tally.saw({
      key: `${read.name} ${id}`,
      message: `${id} was written at version ${own.atLeast} and read by its own writer ${version === undefined ? 'as unknown' : `at ${version}`}`,
      by: [own.by, read],
    });
}
