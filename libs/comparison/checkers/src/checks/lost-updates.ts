import { asked, changedProductIn } from '../history/seen.js';
import { grouped, type HistoryCheck, Tally } from './tally.js';

/** I1: two changes of price were both applied to one and the same revision. */
export const updatesAreNotLost: HistoryCheck = (operations) => {
  const tally = new Tally();
  const applied = operations.filter((each) => {
    const product = each.name === 'change-price' ? changedProductIn(each) : undefined;
    // The same price again changes nothing.
    return product !== undefined && product.revision !== each.input['revision'];
  });
  for (const each of applied) tally.look(each);
  for (const by of grouped(applied, revisionChanged).values()) {
    const [first, ...others] = by;
    if (!first || others.length === 0) continue;
    tally.saw(
      {
        key: revisionChanged(first),
        message: `${by.length} changes of product ${asked(first, 'productId')} were applied to its revision ${String(first.input['revision'])}`,
        by,
      },
      others.slice(-1),
    );
  }
  return tally;
};

const revisionChanged = ({ input }: { readonly input: Readonly<Record<string, unknown>> }): string =>
  `${String(input['productId'])} ${String(input['revision'])}`;
