import type { SchemaReader } from '../databases.js';
import type { Order } from '../resources.js';

/** Amounts are cast to `float8`, which is exact for cents below 2^53, since the driver hands `bigint` out as text. */
const cents = (...names: string[]): string =>
  names
    .map(
      (name) =>
        `${name}_cents::float8 AS "${name.replaceAll(/_(.)/g, (_, c: string) => c.toUpperCase())}Cents"`,
    )
    .join();

type Dated = Omit<Order, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

export async function orderRows(databases: SchemaReader, id?: string): Promise<Order[]> {
  const read = <Row extends object>(sql: string): Promise<Row[]> =>
    databases.query<Row & Record<string, unknown>>('order', sql, [id ?? null]);
  const of = 'WHERE $1::uuid IS NULL OR order_id = $1';
  const [orders, lines, dropped, history] = await Promise.all([
    read<Dated>(
      `SELECT id, customer_id AS "customerId", number, status, currency, version, created_at AS "createdAt", updated_at AS
              "updatedAt", ${cents('items', 'freight', 'voucher', 'total')} FROM "order".orders
        WHERE $1::uuid IS NULL OR id = $1`,
    ),
    read<Order['lines'][number] & { orderId: string }>(
      `SELECT order_id AS "orderId", product_id AS "productId", product_version AS "productVersion", seller_id AS "sellerId",
              name, quantity, ${cents('unit_price', 'freight', 'voucher', 'total')} FROM "order".order_line ${of} ORDER BY place`,
    ),
    read<Order['dropped'][number] & { orderId: string }>(
      `SELECT order_id AS "orderId", product_id AS "productId", reason FROM "order".dropped_item ${of} ORDER BY place`,
    ),
    read<{ orderId: string; status: Order['status']; at: Date }>(
      `SELECT order_id AS "orderId", status, at FROM "order".order_status ${of} ORDER BY version`,
    ),
  ]);
  const linesOf = Map.groupBy(lines, ({ orderId }) => orderId);
  const droppedOf = Map.groupBy(dropped, ({ orderId }) => orderId);
  const historyOf = Map.groupBy(history, ({ orderId }) => orderId);
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
