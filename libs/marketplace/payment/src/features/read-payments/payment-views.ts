import type { PaymentView } from '../../contract/index.js';

/** Reads payments as the API shows them. */
export abstract class PaymentViews {
  /** The order's payment, or none. */
  abstract ofOrder(orderId: string): Promise<PaymentView[]>;
}
