import { OrderApproved, OrderDelivered, OrderPaymentFailed } from '@marketplace/order/contract';
import { Consumer, type Message, On } from '@platform/messaging';

import { OrderCounters } from '../domain/order-counters.js';

/** Counts a customer's orders: paid when approved, failed when the payment failed (a rejected one counts nowhere), delivered. */
@Consumer({ module: 'customer', name: 'order-counters' })
export class OrderCountersConsumer {
  constructor(private readonly counters: OrderCounters) {}

  @On(OrderApproved)
  onApproved({ data }: Message<OrderApproved['data']>): Promise<void> {
    return this.counters.count(data.customerId, 'paidOrders');
  }

  @On(OrderPaymentFailed)
  onPaymentFailed({ data }: Message<OrderPaymentFailed['data']>): Promise<void> {
    return this.counters.count(data.customerId, 'failedOrders');
  }

  @On(OrderDelivered)
  onDelivered({ data }: Message<OrderDelivered['data']>): Promise<void> {
    return this.counters.count(data.customerId, 'deliveredOrders');
  }
}
