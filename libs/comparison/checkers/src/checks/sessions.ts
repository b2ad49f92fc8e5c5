import { asked, cartIn, presentOrderIn, productIn } from '../history/seen.js';
import type { Operation } from '../history/operation.js';
import { revisionOf } from './shown-price.js';
import type { StoredFacts } from './stored-facts.js';
import { grouped, type HistoryCheck, Tally } from './tally.js';

/** R2: what one session reads never goes back: versions of orders, revisions of products, prices in carts. */
export const sessionsNeverGoBack: HistoryCheck = (operations, stored) => {
  const tally = new Tally();
  for (const [process, session] of grouped(operations, (operation) => String(operation.process))) {
    const last = new Map<string, { version: number; by: Operation }>();
    for (const operation of session)
      for (const [what, version] of readIn(operation, stored)) {
        const before = last.get(what);
        if (before) tally.look();
        if (before && version < before.version)
          tally.saw({
            key: `${process} ${what}`,
            message: `session ${process} read ${what} at version ${before.version}, and then at ${version}`,
            by: [before.by, operation],
          });
        if (!before || version >= before.version) last.set(what, { version, by: operation });
      }
  }
  return tally;
};

function readIn(operation: Operation, stored: StoredFacts): [what: string, version: number][] {
  const order = presentOrderIn(operation);
  if (order) return [[`order ${order.id}`, order.version]];
  const product = productIn(operation);
  if (product) return [[`product ${asked(operation, 'productId')}`, product.revision]];
  const cart = cartIn(operation);
  if (cart?.status !== 'open') return [];
  return cart.items.flatMap((item) => {
    const revision = revisionOf(item, stored, operation.end);
    const what = `the offer ${item.productId} version ${item.productVersion} in a cart`;
    return revision === undefined ? [] : [[what, revision] as [string, number]];
  });
}
