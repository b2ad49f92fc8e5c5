import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { OrderCounts } from '../contract/index.js';

/** A row per customer who ordered; a customer who did not has none. */
@Entity({ schema: 'customer', name: 'order_count' })
export class OrderCountEntity implements OrderCounts {
  @PrimaryColumn('uuid', { name: 'customer_id' })
  customerId!: string;

  @Column('integer', { name: 'paid' })
  paidOrders!: number;

  @Column('integer', { name: 'failed' })
  failedOrders!: number;

  @Column('integer', { name: 'delivered' })
  deliveredOrders!: number;
}
