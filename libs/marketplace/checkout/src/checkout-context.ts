import type { CheckoutRequest, SealedItem } from '@marketplace/cart/contract';
import type { DroppedItem, OrderLine } from '@marketplace/order/contract';

/** What is known about a checkout so far. Every step finds here what it needs; none asks another module. */
export interface CheckoutContext {
  readonly orderId: string;
  readonly customerId: string;
  readonly payment: CheckoutRequest['payment'];
  /** The address asked for; the sealed cart knows the customer's own when there was none. */
  readonly shippingAddress?: CheckoutRequest['shippingAddress'];
  readonly currency: string;
  readonly items: readonly SealedItem[];
  readonly reserved: readonly { readonly productId: string; readonly quantity: number }[];
  readonly dropped: readonly DroppedItem[];
  readonly lines: readonly OrderLine[];
  readonly totalCents: number;
}

export function beginCheckout(orderId: string, request: CheckoutRequest): CheckoutContext {
  return {
    orderId,
    customerId: request.customerId,
    payment: request.payment,
    shippingAddress: request.shippingAddress,
    currency: '',
    items: [],
    reserved: [],
    dropped: [],
    lines: [],
    totalCents: 0,
  };
}

/** The sealed items that could be reserved, as the cart priced them. */
export function reservedItems({ items, reserved }: CheckoutContext): SealedItem[] {
  const ids = new Set(reserved.map(({ productId }) => productId));
  return items.filter(({ productId }) => ids.has(productId));
}
