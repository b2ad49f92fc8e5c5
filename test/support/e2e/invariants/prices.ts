import type { Order } from '../resources.js';
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
export function pricesWereCharged({ orders }: Snapshot, prices: readonly KnownPrice[]): Violation[] {
  const known = Map.groupBy(prices, ({ productId, productVersion }) => `${productId} ${productVersion}`);
  return orders.flatMap((order) =>
    order.lines.flatMap(({ productId, productVersion, unitPriceCents }) => {
      const offered = known.get(`${productId} ${productVersion}`);
      if (!offered) return [];
      const start = Date.parse(order.createdAt) - replicaLagMs;
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

function decidedAt({ statusHistory, updatedAt }: Order): number {
  return Date.parse(statusHistory[1]?.at ?? updatedAt);
}
