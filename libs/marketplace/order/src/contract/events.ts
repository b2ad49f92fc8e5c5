import { currencySchema, idSchema } from '@platform/http';
import { defineEvent, type EventOf } from '@platform/messaging';
import { z } from 'zod';

import { droppedItemSchema, orderLineSchema, orderTotalsSchema } from './order-line.js';

const order = z.object({ orderId: idSchema, customerId: idSchema });

export const OrderPending = defineEvent(
  'order.pending',
  1,
  order.extend({ number: z.int().min(1), currency: currencySchema }),
);
export type OrderPending = EventOf<typeof OrderPending>;

export const OrderPlaced = defineEvent(
  'order.placed',
  1,
  orderTotalsSchema.extend({
    orderId: idSchema,
    lines: z.array(orderLineSchema),
    dropped: z.array(droppedItemSchema),
  }),
);
export type OrderPlaced = EventOf<typeof OrderPlaced>;

export const OrderApproved = defineEvent(
  'order.approved',
  1,
  order.extend({ lines: z.array(orderLineSchema) }),
);
export type OrderApproved = EventOf<typeof OrderApproved>;

export const OrderRejected = defineEvent(
  'order.rejected',
  1,
  order.extend({ reason: z.string(), dropped: z.array(droppedItemSchema) }),
);
export type OrderRejected = EventOf<typeof OrderRejected>;

export const OrderPaymentFailed = defineEvent(
  'order.payment-failed',
  1,
  order.extend({ reason: z.string() }),
);
export type OrderPaymentFailed = EventOf<typeof OrderPaymentFailed>;

export const OrderInTransit = defineEvent('order.in-transit', 1, order);
export type OrderInTransit = EventOf<typeof OrderInTransit>;

export const OrderDelivered = defineEvent('order.delivered', 1, order);
export type OrderDelivered = EventOf<typeof OrderDelivered>;

/** Everything that happens to an order, on the stream `order-<orderId>`. */
export type OrderEvent =
  | OrderPending
  | OrderPlaced
  | OrderApproved
  | OrderRejected
  | OrderPaymentFailed
  | OrderInTransit
  | OrderDelivered;
