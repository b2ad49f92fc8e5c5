import type { SchemaReader } from '../databases.js';
import type { Customer, Dashboard, DashboardEntry, LedgerEntry } from '../resources.js';
import { readOrders, readPayments, readProducts, readShipments, readStock } from '../stored/index.js';
import { groupBy, type Snapshot, sum } from './snapshot.js';

/** Whoever can say what the payment provider decided. */
export interface LedgerReader {
  ledger(): Promise<LedgerEntry[]>;
}

/**
 * What the modules' schemas hold, each read on its own: on whichever database it lives, no statement joins two of them. Amounts
 * are cast to `float8`, which is exact for cents below 2^53, since the driver hands `bigint` out as text.
 */
export async function databaseSnapshot(databases: SchemaReader, provider: LedgerReader): Promise<Snapshot> {
  const [orders, stock, payments, shipments, customers, dashboards, products, ledger] = await Promise.all([
    readOrders(databases),
    readStock(databases),
    readPayments(databases),
    readShipments(databases),
    databases.query<Pick<Customer, 'id' | 'paidOrders' | 'failedOrders' | 'deliveredOrders'>>(
      'customer',
      `SELECT c.customer_id AS id, coalesce(n.paid, 0) AS "paidOrders", coalesce(n.failed, 0) AS "failedOrders",
              coalesce(n.delivered, 0) AS "deliveredOrders"
         FROM customer.customer c LEFT JOIN customer.order_count n USING (customer_id)`,
    ),
    readDashboards(databases),
    readProducts(databases),
    provider.ledger(),
  ]);
  return { orders, stock, payments, shipments, customers, dashboards, products, ledger };
}

/** The module keeps entries only; the aggregate that REST answers is judged through REST. */
async function readDashboards(databases: SchemaReader): Promise<Dashboard[]> {
  const entries = await databases.query<DashboardEntry & { sellerId: string }>(
    'seller',
    `SELECT seller_id AS "sellerId", order_id AS "orderId", product_id AS "productId", status, quantity,
            amount_cents::float8 AS "amountCents", freight_cents::float8 AS "freightCents",
            voucher_cents::float8 AS "voucherCents", total_cents::float8 AS "totalCents" FROM seller.dashboard_entry`,
  );
  const sellers = await databases.query<{ id: string }>(
    'seller',
    `SELECT seller_id AS id FROM seller.seller`,
  );
  const entriesOf = groupBy(entries, ({ sellerId }) => sellerId);
  return [...new Set([...sellers.map(({ id }) => id), ...entriesOf.keys()])].map((sellerId) => {
    const own = entriesOf.get(sellerId) ?? [];
    return {
      sellerId,
      orders: new Set(own.map(({ orderId }) => orderId)).size,
      items: own.length,
      amountCents: sum(own, (entry) => entry.amountCents),
      freightCents: sum(own, (entry) => entry.freightCents),
      voucherCents: sum(own, (entry) => entry.voucherCents),
      invoiceCents: sum(own, (entry) => entry.totalCents),
      entries: own,
    };
  });
}
