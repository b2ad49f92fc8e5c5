import type { EventLog } from '@platform/messaging';

import type { StockItemsDropped } from '../contract/index.js';
import type { ReservationLine } from '../domain/order-stock.js';

/** Appends to the log what an order was not given, if anything. @returns what was recorded */
export function recordDropped(
  log: EventLog,
  orderId: string,
  dropped: readonly ReservationLine[],
): StockItemsDropped[] {
  if (dropped.length === 0) return [];
  const items = dropped.flatMap(({ productId, quantity, status: reason }) =>
    reason === 'unavailable' || reason === 'out-of-stock' ? [{ productId, quantity, reason }] : [],
  );
  const event: StockItemsDropped = { type: 'stock.items-dropped', data: { orderId, items } };
  log.append(`reservation-${orderId}`, [event], { last: true });
  return [event];
}
