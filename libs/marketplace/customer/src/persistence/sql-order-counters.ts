import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import type { OrderCounts } from '../contract/index.js';
import { OrderCounters } from '../domain/order-counters.js';
import { OrderCountEntity } from './order-count.entity.js';

const COLUMNS: Readonly<Record<keyof OrderCounts, string>> = {
  paidOrders: 'paid',
  failedOrders: 'failed',
  deliveredOrders: 'delivered',
};

/** One statement per order and event, for any customer. */
@Injectable()
export class SqlOrderCounters extends OrderCounters {
  constructor(private readonly unit: UnitOfWork) {
    super();
  }

  override count(customerId: string, what: keyof OrderCounts): Promise<void> {
    const column = COLUMNS[what];
    this.unit.write(
      `INSERT INTO customer.order_count AS c (customer_id, ${column}) VALUES ($1, 1)
       ON CONFLICT (customer_id) DO UPDATE SET ${column} = c.${column} + 1`,
      [customerId],
    );
    return Promise.resolve();
  }

  override async of(customerId: string): Promise<OrderCounts> {
    const row = await this.unit.entities.findOneBy(OrderCountEntity, { customerId });
    const { paidOrders = 0, failedOrders = 0, deliveredOrders = 0 } = row ?? {};
    return { paidOrders, failedOrders, deliveredOrders };
  }
}
