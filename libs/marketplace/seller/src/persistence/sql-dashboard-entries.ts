import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import type { DashboardEntry } from '../contract/index.js';
import { DashboardEntries, type SellerEntry } from '../domain/dashboard-entries.js';

/** One statement per event of an order and per look at a dashboard. */
@Injectable()
export class SqlDashboardEntries extends DashboardEntries {
  constructor(private readonly unit: UnitOfWork) {
    super();
  }

  override add(entries: readonly SellerEntry[]): Promise<void> {
    if (entries.length === 0) return Promise.resolve();
    this.unit.write(
      `INSERT INTO seller.dashboard_entry
         (seller_id, order_id, product_id, status, quantity, amount_cents, freight_cents, voucher_cents, total_cents)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[])
       ON CONFLICT (order_id, product_id) DO NOTHING`,
      [
        entries.map(({ sellerId }) => sellerId),
        entries.map(({ orderId }) => orderId),
        entries.map(({ productId }) => productId),
        entries.map(({ status }) => status),
        entries.map(({ quantity }) => quantity),
        entries.map(({ amountCents }) => amountCents),
        entries.map(({ freightCents }) => freightCents),
        entries.map(({ voucherCents }) => voucherCents),
        entries.map(({ totalCents }) => totalCents),
      ],
    );
    return Promise.resolve();
  }

  override setStatus(orderId: string, status: DashboardEntry['status']): Promise<void> {
    this.unit.write(`UPDATE seller.dashboard_entry SET status = $2 WHERE order_id = $1`, [orderId, status]);
    return Promise.resolve();
  }

  override removeOrder(orderId: string): Promise<void> {
    this.unit.write(`DELETE FROM seller.dashboard_entry WHERE order_id = $1`, [orderId]);
    return Promise.resolve();
  }

  override ofSeller(sellerId: string): Promise<DashboardEntry[]> {
    return this.unit.query<DashboardEntry>(
      `SELECT order_id AS "orderId", product_id AS "productId", status, quantity, amount_cents AS "amountCents",
              freight_cents AS "freightCents", voucher_cents AS "voucherCents", total_cents AS "totalCents"
         FROM seller.dashboard_entry WHERE seller_id = $1 ORDER BY order_id, product_id`,
      [sellerId],
    );
  }
}
