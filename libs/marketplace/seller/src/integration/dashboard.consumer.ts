import { OrderApproved, OrderDelivered, OrderInTransit } from '@marketplace/order/contract';
import { Consumer, type Message, On } from '@platform/messaging';

import { DashboardEntries } from '../domain/dashboard-entries.js';

/** Puts an order's lines on its sellers' dashboards from approval to delivery. */
@Consumer({ module: 'seller', name: 'dashboard' })
export class DashboardConsumer {
  constructor(private readonly entries: DashboardEntries) {}

  @On(OrderApproved)
  onApproved({ data }: Message<OrderApproved['data']>): Promise<void> {
    return this.entries.add(
      data.lines.map(({ sellerId, productId, quantity, unitPriceCents, ...line }) => ({
        sellerId,
        orderId: data.orderId,
        productId,
        status: 'approved' as const,
        quantity,
        amountCents: unitPriceCents * quantity,
        freightCents: line.freightCents,
        voucherCents: line.voucherCents,
        totalCents: line.totalCents,
      })),
    );
  }

  @On(OrderInTransit)
  onInTransit({ data }: Message<OrderInTransit['data']>): Promise<void> {
    return this.entries.setStatus(data.orderId, 'in-transit');
  }

  @On(OrderDelivered)
  onDelivered({ data }: Message<OrderDelivered['data']>): Promise<void> {
    return this.entries.removeOrder(data.orderId);
  }
}
