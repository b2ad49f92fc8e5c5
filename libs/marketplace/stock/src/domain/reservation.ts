import type { Reservation } from '../contract/index.js';
import type { ReservationLine } from './order-stock.js';

/** What these lines say to the order: the same before and after they were released or confirmed. */
export function reservationOf(lines: readonly ReservationLine[]): Reservation {
  const reserved: Reservation['reserved'] = [];
  const dropped: Reservation['dropped'] = [];
  for (const { productId, quantity, status } of lines) {
    if (status === 'unavailable' || status === 'out-of-stock') dropped.push({ productId, reason: status });
    else reserved.push({ productId, quantity });
  }
  return { reserved, dropped };
}
