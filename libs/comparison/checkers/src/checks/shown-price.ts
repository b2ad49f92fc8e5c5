import type { SeenItem } from '../history/seen.js';
import type { ProductState, StoredFacts } from './stored-facts.js';

/** What the clocks of a client and of a database may be apart: rather a price that came only later is thought possible, too. */
const CLOCKS_MS = 1_000;

/**
 * The revision of a product that a cart shows, which shows no revision: that of the item's version at its price. undefined where
 * there never was such a price by then, and where it was the price twice: then nobody knows which of the two was seen.
 */
export function revisionOf(
  { productId, productVersion, unitPriceCents }: SeenItem,
  { products }: StoredFacts,
  by: number,
): number | undefined {
  const possible = (products.get(productId) ?? []).filter(
    (state) =>
      state.version === productVersion && state.priceCents === unitPriceCents && state.at <= by + CLOCKS_MS,
  );
  return possible.length === 1 ? possible[0]?.revision : undefined;
}

/** The first change of price, of the same version, that whoever shows `revision` has not heard of. */
export function firstMissed(
  states: readonly ProductState[],
  revision: number,
  version: number,
): ProductState | undefined {
  const shown = states.find((state) => state.revision === revision);
  return states.find(
    (state) =>
      state.revision > revision && state.version === version && state.priceCents !== shown?.priceCents,
  );
}
