import type { DroppedItem, OrderEvent, OrderLine, OrderStatus, OrderTotals } from '../contract/index.js';

export interface OrderState {
  readonly customerId: string;
  readonly number: number;
  readonly currency: string;
  readonly status: OrderStatus;
  /** Empty until the order is placed, and for ever when it is rejected. */
  readonly lines: readonly OrderLine[];
  readonly dropped: readonly DroppedItem[];
  readonly totals: OrderTotals;
}

export const NEW_ORDER: OrderState = {
  customerId: '',
  number: 0,
  currency: '',
  status: 'pending',
  lines: [],
  dropped: [],
  totals: { itemsCents: 0, freightCents: 0, voucherCents: 0, totalCents: 0 },
};

const STATUS_AFTER = {
  'order.pending': 'pending',
  'order.placed': 'pending',
  'order.approved': 'approved',
  'order.rejected': 'rejected',
  'order.payment-failed': 'payment-failed',
  'order.in-transit': 'in-transit',
  'order.delivered': 'delivered',
} as const satisfies Record<OrderEvent['type'], OrderStatus>;

const FINAL: ReadonlySet<OrderStatus> = new Set(['delivered', 'rejected', 'payment-failed']);

/** True when an order of this status can change no more. */
export function isFinal(status: OrderStatus): boolean {
  return FINAL.has(status);
}

export function isOrderEventType(type: string): type is OrderEvent['type'] {
  return Object.hasOwn(STATUS_AFTER, type);
}

/** The status that an order has after an event of this type. */
export function statusAfter(type: OrderEvent['type']): OrderStatus {
  return STATUS_AFTER[type];
}
