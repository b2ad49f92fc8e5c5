import type { Client } from 'pg';
import { type System, SYSTEMS } from '../stage/stage.js';

/** Rows of all orders that one system wrote. */
export interface Rows {
  readonly orders: number;
  readonly lines: number;
  readonly history: number;
  readonly confirmed: number;
  readonly payments: number;
  readonly shipments: number;
  readonly packages: number;
  readonly dashboard: number;
}

// Only the service records charge attempts: that tells the two apart.
const COUNT = `
  WITH own AS (
    SELECT o.id, EXISTS (SELECT FROM payment.charge_attempt a WHERE a.order_id = o.id) AS service FROM "order".orders o
     WHERE o.status = 'approved'
  ), counted AS (
    SELECT service,
      (SELECT count(*) FROM "order".order_line l WHERE l.order_id = own.id) AS lines,
      (SELECT count(*) FROM "order".order_status h WHERE h.order_id = own.id) AS history,
      (SELECT count(*) FROM stock.reservation r WHERE r.order_id = own.id AND r.status = 'confirmed') AS confirmed,
      (SELECT count(*) FROM payment.payment p WHERE p.order_id = own.id AND p.status = 'captured') AS payments,
      (SELECT count(*) FROM shipment.shipment s WHERE s.order_id = own.id) AS shipments,
      (SELECT count(*) FROM shipment.package k WHERE k.order_id = own.id) AS packages,
      (SELECT count(*) FROM seller.dashboard_entry d WHERE d.order_id = own.id) AS dashboard
    FROM own
  )
  SELECT CASE WHEN service THEN 'service' ELSE 'bare' END AS system, count(*)::int AS orders, sum(lines)::int AS lines,
         sum(history)::int AS history, sum(confirmed)::int AS confirmed, sum(payments)::int AS payments,
         sum(shipments)::int AS shipments, sum(packages)::int AS packages, sum(dashboard)::int AS dashboard
    FROM counted GROUP BY service`;

// What is counted up rather than written per order.
const COUNTERS = `
  SELECT (SELECT count(*) FROM "order".orders WHERE status = 'approved') = (SELECT sum(paid) FROM customer.order_count)
     AND (SELECT sum(quantity) FROM "order".order_line JOIN "order".orders ON id = order_id WHERE status = 'approved')
         = (SELECT sum(year_to_date) FROM stock.stock)
     AND NOT EXISTS (SELECT FROM stock.stock WHERE reserved <> 0) AS agree`;

/**
 * Shows that the two systems did the same work: per order the same rows, and counters that agree with the orders of both.
 * @throws Error when they did not
 */
export async function assertSameRows(client: Client): Promise<Readonly<Partial<Record<System, Rows>>>> {
  const { rows } = await client.query<Rows & { system: System }>(COUNT);
  const found: Partial<Record<System, Rows>> = {};
  for (const system of SYSTEMS) {
    const row = rows.find((candidate) => candidate.system === system);
    if (!row) continue;
    const { orders, lines } = row;
    const expected: Rows = {
      ...{ orders, lines, history: 2 * orders, payments: orders, shipments: orders },
      ...{ confirmed: lines, packages: lines, dashboard: lines },
    };
    for (const [what, count] of Object.entries(expected))
      if (row[what as keyof Rows] !== count)
        throw new Error(
          `The ${system} wrote ${row[what as keyof Rows]} rows of ${what} for ${orders} orders with ${lines} lines: not ${count}.`,
        );
    found[system] = row;
  }
  const { rows: counters } = await client.query<{ agree: boolean | null }>(COUNTERS);
  if (rows.length > 0 && counters[0]?.agree !== true)
    throw new Error('Counters and orders do not agree after the load.');
  return found;
}
