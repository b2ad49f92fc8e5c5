import type { OrderStatus, OrderView } from './order-view.js';

const DECISIONS: ReadonlySet<OrderStatus> = new Set(['approved', 'rejected', 'payment-failed']);

/** Whether the checkout of this order has ended, whichever way. */
export function isDecided(order: Pick<OrderView, 'status'>): boolean {
  return order.status !== 'pending';
}

/**
 * The order as it was at the moment it was decided; one that is still pending is returned as it is. Nothing but status and
 * history changes after the decision, one version at a time, so an answer can be given again without having been stored.
 */
export function asDecided(order: OrderView): OrderView {
  const index = order.statusHistory.findIndex(({ status }) => DECISIONS.has(status));
  const decision = order.statusHistory[index];
  if (!decision) return order;
  const statusHistory = order.statusHistory.slice(0, index + 1);
  return {
    ...order,
    status: decision.status,
    statusHistory,
    version: order.version - (order.statusHistory.length - statusHistory.length),
    updatedAt: decision.at,
  };
}
