import type { SchemaReader } from '../databases.js';
import type { Provider } from '../provider.js';
import type {
  Customer,
  Dashboard,
  DashboardEntry,
  Order,
  Payment,
  Product,
  Shipment,
  Stock,
} from '../resources.js';
import { groupBy, type Snapshot, sum } from './snapshot.js';

/**
 * What the modules' schemas hold, each read on its own: on whichever database it lives, no statement joins two of them. Amounts
 * are cast to `float8`, which is exact for cents below 2^53, since the driver hands `bigint` out as text.
 */
export async function databaseSnapshot(databases: SchemaReader, provider: Provider): Promise<Snapshot> {
  const [orders, stock, payments, shipments, customers, dashboards, products, ledger] = await Promise.all([
    readOrders(databases),
    readStock(databases),
    databases.query<Payment & { lines: Payment['lines'] }>(
      'payment',
      `SELECT order_id AS "orderId", status, provider_reference AS "providerReference", lines FROM payment.payment`,
    ),
    readShipments(databases),
    databases.query<Pick<Customer, 'id' | 'paidOrders' | 'failedOrders' | 'deliveredOrders'>>(
      'customer',
      `SELECT c.customer_id AS id, coalesce(n.paid, 0) AS "paidOrders", coalesce(n.failed, 0) AS "failedOrders",
              coalesce(n.delivered, 0) AS "deliveredOrders"
         FROM customer.customer c LEFT JOIN customer.order_count n USING (customer_id)`,
    ),
    readDashboards(databases),
    databases.query<Pick<Product, 'id' | 'version' | 'status'>>(
      'product',
      `SELECT product_id AS id, version, status FROM product.product`,
    ),
    provider.ledger(),
  ]);
  return { orders, stock, payments, shipments, customers, dashboards, products, ledger };
}

export function readStock(databases: SchemaReader): Promise<Stock[]> {
  return databases.query<Stock>(
    'stock',
    `SELECT product_id AS "productId", product_version AS "productVersion", available, reserved,
            order_count AS "orderCount", year_to_date::float8 AS "yearToDate" FROM stock.stock`,
  );
}

async function readOrders(databases: SchemaReader): Promise<Order[]> {
  const cents = (...names: string[]): string =>
    names
      .map(
        (name) =>
          `${name}_cents::float8 AS "${name.replaceAll(/_(.)/g, (_, c: string) => c.toUpperCase())}Cents"`,
      )
      .join();
  const [orders, lines, dropped, history] = await Promise.all([
    databases.query<Omit<Order, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date }>(
      'order',
      `SELECT id, customer_id AS "customerId", number, status, currency, version, created_at AS "createdAt", updated_at AS
              "updatedAt", ${cents('items', 'freight', 'voucher', 'total')} FROM "order".orders`,
    ),
    databases.query<Order['lines'][number] & { orderId: string }>(
      'order',
      `SELECT order_id AS "orderId", product_id AS "productId", product_version AS "productVersion", seller_id AS "sellerId",
              name, quantity, ${cents('unit_price', 'freight', 'voucher', 'total')} FROM "order".order_line ORDER BY place`,
    ),
    databases.query<Order['dropped'][number] & { orderId: string }>(
      'order',
      `SELECT order_id AS "orderId", product_id AS "productId", reason FROM "order".dropped_item ORDER BY place`,
    ),
    databases.query<{ orderId: string; status: Order['status']; at: Date }>(
      'order',
      `SELECT order_id AS "orderId", status, at FROM "order".order_status ORDER BY version`,
    ),
  ]);
  const linesOf = groupBy(lines, ({ orderId }) => orderId);
  const droppedOf = groupBy(dropped, ({ orderId }) => orderId);
  const historyOf = groupBy(history, ({ orderId }) => orderId);
  return orders.map((order) => ({
    ...order,
    createdAt: order.createdAt.toISOString(),
    updatedAt: order.updatedAt.toISOString(),
    lines: linesOf.get(order.id) ?? [],
    dropped: droppedOf.get(order.id) ?? [],
    statusHistory: (historyOf.get(order.id) ?? []).map(({ status, at }) => ({
      status,
      at: at.toISOString(),
    })),
  }));
}

async function readShipments(databases: SchemaReader): Promise<Shipment[]> {
  const [shipments, packages] = await Promise.all([
    databases.query<Pick<Shipment, 'orderId' | 'status'>>(
      'shipment',
      `SELECT order_id AS "orderId", status FROM shipment.shipment`,
    ),
    databases.query<Shipment['packages'][number] & { orderId: string }>(
      'shipment',
      `SELECT order_id AS "orderId", id, product_id AS "productId", seller_id AS "sellerId", quantity, status
         FROM shipment.package ORDER BY place`,
    ),
  ]);
  const packagesOf = groupBy(packages, ({ orderId }) => orderId);
  return shipments.map((shipment) => ({ ...shipment, packages: packagesOf.get(shipment.orderId) ?? [] }));
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
