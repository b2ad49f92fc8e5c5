import { newId } from '@platform/domain';

import type { OrderItem } from '../contract/index.js';

export function someItem(changes: Partial<OrderItem> = {}): OrderItem {
  return {
    productId: newId(),
    productVersion: 1,
    sellerId: newId(),
    name: 'Kettle',
    quantity: 2,
    unitPriceCents: 1_500,
    freightCents: 300,
    voucherCents: 0,
    ...changes,
  };
}
