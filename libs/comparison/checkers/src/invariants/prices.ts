import type { Order } from '../resources.js';
import type { Attempt } from './atomicity.js';
import type { Snapshot, Violation } from './snapshot.js';

/** A price that a version of a product had, as the client that set it saw it: at the latest and at the earliest, in epoch ms. */
export interface KnownPrice {
  readonly productId: string;
  readonly productVersion: number;
  readonly priceCents: number;
  /** When the request that set it left. */
  readonly from: number;
  /** When the answer of the change that replaced it arrived; Infinity while it is the price. */
  until: number;
}

/** How far the cart's replica may be behind, in ms. */
const replicaLagMs = 5_000;

/**
 * P1: every price on an order was that version's price at some moment between the checkout's start, less the replica's lag,
 * and the decision. Products whose prices nobody wrote down are left out.
 */
export function pricesWereCharged(
  { orders }: Snapshot,
  prices: readonly KnownPrice[],
  attempts: readonly Attempt[] = [],
): Violation[] {
  const askedAt = beginnings(attempts);
  const known = Map.groupBy(prices, ({ productId, productVersion }) => `${productId} ${productVersion}`);
  return orders.flatMap((order) =>
    order.lines.flatMap(({ productId, productVersion, unitPriceCents }) => {
      const offered = known.get(`${productId} ${productVersion}`);
      if (!offered) return [];
      const start = askedAt(order) - replicaLagMs;
      const end = decidedAt(order);
      const wasPrice = offered.some(
        ({ priceCents, from, until }) => priceCents === unitPriceCents && from <= end && until >= start,
      );
      return wasPrice
        ? []
        : [
            {
              invariant: 'P1',
              what: `order ${order.id} paid ${unitPriceCents} for ${productId} version ${productVersion}`,
            },
          ];
    }),
  );
}

/** When a checkout was asked for: the order may have been opened a good while later. */
function beginnings(attempts: readonly Attempt[]): (order: Order) => number {
  const byOrder = new Map<string, number>();
  for (const { at, answers } of attempts)
    for (const { text } of answers)
      if (at !== undefined) byOrder.set((JSON.parse(text) as Pick<Order, 'id'>).id, at);
  const unanswered = attempts.filter(({ answers }) => answers.length === 0);
  return ({ id, customerId, createdAt }) => {
    const opened = Date.parse(createdAt);
    const before = unanswered.flatMap(({ customerId: whose, at = Infinity }) =>
      whose === customerId && at <= opened ? [at] : [],
    );
    return byOrder.get(id) ?? (before.length > 0 ? Math.max(...before) : opened);
  };
}

function decidedAt({ statusHistory, updatedAt }: Order): number {
  return Date.parse(statusHistory[1]?.at ?? updatedAt);
}
