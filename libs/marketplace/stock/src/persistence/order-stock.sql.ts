const STOCK = `s.product_version AS "productVersion", s.product_status AS "productStatus", s.available, s.reserved,
  s.order_count AS "orderCount", s.year_to_date AS "yearToDate", s.version`;
const LINE = `r.quantity AS "lineQuantity", r.status AS "lineStatus"`;

/** $1 order, $2 products: a row per product that is known or that the order was answered about; the others are left out. */
export const LOAD = `
  WITH s AS (
    SELECT * FROM stock.stock WHERE product_id = ANY ($2::uuid[]) ORDER BY product_id FOR NO KEY UPDATE
  ), r AS (
    SELECT * FROM stock.reservation WHERE order_id = $1
  )
  SELECT product_id AS "productId", ${STOCK}, ${LINE} FROM s FULL JOIN r USING (product_id)`;

/**
 * $1 order. The lines are locked too: a row that waited is read again after the wait, so that what another transaction
 * has settled meanwhile is not settled twice.
 */
export const LOAD_RESERVED = `
  SELECT s.product_id AS "productId", ${STOCK}, ${LINE}
    FROM stock.reservation r JOIN stock.stock s USING (product_id)
   WHERE r.order_id = $1 AND r.status IN ('held', 'released', 'confirmed')
   ORDER BY s.product_id FOR NO KEY UPDATE OF s, r`;

/** $1 order; as parallel arrays $2 products, $3 quantities, $4 statuses of its lines. Those that are held are reserved. */
export const RESERVE = `
  WITH line AS (
    INSERT INTO stock.reservation (order_id, product_id, quantity, status)
    SELECT $1::uuid, * FROM unnest($2::uuid[], $3::int[], $4::text[])
    ON CONFLICT (order_id, product_id) DO NOTHING
    RETURNING product_id, quantity, status
  ), moved AS (
    UPDATE stock.stock s SET reserved = s.reserved + line.quantity, version = s.version + 1
      FROM line
     WHERE s.product_id = line.product_id AND line.status = 'held' AND s.available >= s.reserved + line.quantity
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM line) AS lines, (SELECT count(*) FROM moved) AS moved`;

const settle = (status: string, changes: string) => `
  WITH line AS (
    UPDATE stock.reservation SET status = '${status}', written_on = current_date
     WHERE order_id = $1 AND product_id = ANY ($2::uuid[]) AND status = 'held'
    RETURNING product_id, quantity
  )
  UPDATE stock.stock s SET ${changes}, reserved = s.reserved - line.quantity
    FROM line WHERE s.product_id = line.product_id
  RETURNING 1`;

/** $1 order, $2 the products whose pieces it gives back or takes. */
export const SETTLE = {
  released: settle('released', 'version = s.version + 1'),
  confirmed: settle(
    'confirmed',
    `version = s.version + 1, available = s.available - line.quantity,
       order_count = s.order_count + 1, year_to_date = s.year_to_date + line.quantity`,
  ),
} as const;
