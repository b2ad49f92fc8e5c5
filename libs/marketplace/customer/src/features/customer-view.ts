import type { CustomerData, CustomerView, OrderCounts } from '../contract/index.js';

/** The customer as REST shows them. */
export function customerView({ customerId, ...details }: CustomerData, counts: OrderCounts): CustomerView {
  return { id: customerId, ...details, ...counts };
}
