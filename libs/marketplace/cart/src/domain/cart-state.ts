import type { CartStatus } from '../contract/index.js';

/** An item as it was put. What it costs is asked of the offer of that product version. */
export interface CartItem {
  readonly productId: string;
  readonly productVersion: number;
  readonly currency: string;
  readonly quantity: number;
  readonly voucherCents: number;
}

export interface CartState {
  readonly status: CartStatus;
  /** The order that the cart is sealed for; when it is open, the last one it was sealed for. */
  readonly orderId: string | undefined;
  readonly items: readonly CartItem[];
}

export const UNUSED_CART: CartState = { status: 'open', orderId: undefined, items: [] };
