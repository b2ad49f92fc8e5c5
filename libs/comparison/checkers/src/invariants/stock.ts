import { isApproved, type Stock } from '../resources.js';
import { groupBy, type Snapshot, sum, type Violation } from './snapshot.js';

/** S1: holds at every moment, not only when all is quiet. */
export function stockNeverNegative(stock: readonly Stock[]): Violation[] {
  return stock
    .filter(({ available, reserved }) => available < 0 || reserved < 0 || reserved > available)
    .map(({ productId, available, reserved }) => ({
      invariant: 'S1',
      what: `product ${productId} has ${available} available and ${reserved} reserved`,
    }));
}

/**
 * S2: what is gone from stock is what approved orders took, and nothing stays reserved.
 * @param initial pieces per product before the first order; what is not named is judged by its counters alone
 */
export function stockTakenByApprovedOrders(
  { orders, stock }: Snapshot,
  initial: ReadonlyMap<string, number>,
): Violation[] {
  const lines = orders.filter(isApproved).flatMap((order) => order.lines);
  const taken = groupBy(lines, ({ productId }) => productId);
  const violations: string[] = [];
  for (const { productId, available, reserved, yearToDate, orderCount } of stock) {
    const sold = taken.get(productId) ?? [];
    const pieces = sum(sold, ({ quantity }) => quantity);
    const before = initial.get(productId);
    if (before !== undefined && before - available !== pieces)
      violations.push(
        `product ${productId} went from ${before} to ${available}, approved orders took ${pieces}`,
      );
    if (reserved !== 0) violations.push(`product ${productId} still has ${reserved} reserved`);
    if (yearToDate !== pieces || orderCount !== sold.length)
      violations.push(
        `product ${productId} counts ${orderCount} orders and ${yearToDate} pieces, approved were ${sold.length} and ${pieces}`,
      );
  }
  for (const productId of taken.keys())
    if (!stock.some((row) => row.productId === productId))
      violations.push(`product ${productId} was sold and has no stock row`);
  return violations.map((what) => ({ invariant: 'S2', what }));
}

/** C1: no stock row without its product; and, once quiet, for the version that the product is at. */
export function stockHasItsProduct({ stock, products }: Snapshot): Violation[] {
  const versions = new Map(products.map(({ id, version }) => [id, version]));
  return stock
    .filter(({ productId, productVersion }) => versions.get(productId) !== productVersion)
    .map(({ productId, productVersion }) => ({
      invariant: 'C1',
      what: `stock of ${productId} is for version ${productVersion}, the product is at ${versions.get(productId) ?? 'none'}`,
    }));
}
