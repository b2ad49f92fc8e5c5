const PACKAGE = `seller_id AS "sellerId", order_id AS "orderId", id AS "packageId"`;

/** Orders with an open package looked at first: enough for ten sellers unless few sellers have most of the orders. */
export const WINDOW = 32;

/**
 * Each seller's oldest open package within the oldest open shipments, oldest first, and with each row the number of shipments
 * that were looked at. Right for the sellers it finds: whoever is not among them has nothing as old. $1 sellers.
 */
export function oldestInWindowSql(s: string): string {
  return `
    WITH looked_at AS (
      SELECT order_id, created_at FROM ${s}.shipment WHERE status <> 'delivered'
       ORDER BY created_at, order_id LIMIT ${WINDOW}
    ), oldest AS (
      SELECT DISTINCT ON (p.seller_id) p.*
        FROM looked_at JOIN ${s}.package p USING (order_id)
       WHERE p.status = 'shipped'
       ORDER BY p.seller_id, p.created_at, p.order_id, p.place
    )
    SELECT ${PACKAGE}, (SELECT count(*) FROM looked_at)::int AS "lookedAt"
      FROM oldest ORDER BY created_at, order_id, place LIMIT $1`;
}

/**
 * The same over all open packages: jumps from seller to seller in the index, so it reads one entry per seller instead of one
 * per package (a loose index scan, https://wiki.postgresql.org/wiki/Loose_indexscan). $1 sellers.
 */
export function oldestOfAllSql(s: string): string {
  const columns = 'seller_id, created_at, order_id, place, id';
  return `
    WITH RECURSIVE oldest AS (
      (SELECT ${columns} FROM ${s}.package WHERE status = 'shipped'
        ORDER BY seller_id, created_at, order_id, place LIMIT 1)
      UNION ALL
      SELECT following.* FROM oldest CROSS JOIN LATERAL (
        SELECT ${columns} FROM ${s}.package p WHERE p.status = 'shipped' AND p.seller_id > oldest.seller_id
         ORDER BY p.seller_id, p.created_at, p.order_id, p.place LIMIT 1) following
    )
    SELECT ${PACKAGE} FROM oldest ORDER BY created_at, order_id, place LIMIT $1`;
}
