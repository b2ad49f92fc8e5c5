const PACKAGE = `seller_id AS "sellerId", order_id AS "orderId", package_id AS "packageId"`;

/** Open packages looked at first: those of some twenty orders, enough for ten sellers unless few have most of the orders. */
export const WINDOW = 96;

/**
 * Each seller's oldest within the oldest open packages, oldest first, and with each row the number of packages that were looked
 * at. Right for the sellers it finds: whoever is not among them has nothing as old. $1 sellers.
 */
export function oldestOpenInWindowSql(table: string): string {
  return `
    WITH looked_at AS (
      SELECT * FROM ${table} ORDER BY first_package, place LIMIT ${WINDOW}
    ), oldest AS (
      SELECT DISTINCT ON (seller_id) * FROM looked_at ORDER BY seller_id, first_package, place
    )
    SELECT ${PACKAGE}, (SELECT count(*) FROM looked_at)::int AS "lookedAt"
      FROM oldest ORDER BY first_package, place LIMIT $1`;
}

/** The same over all of them: jumps from seller to seller in the index, one entry per seller. $1 sellers. */
export function oldestOpenOfAllSql(table: string): string {
  return `
    WITH RECURSIVE oldest AS (
      (SELECT * FROM ${table} ORDER BY seller_id, first_package, place LIMIT 1)
      UNION ALL
      SELECT following.* FROM oldest CROSS JOIN LATERAL (
        SELECT * FROM ${table} p WHERE p.seller_id > oldest.seller_id
         ORDER BY p.seller_id, p.first_package, p.place LIMIT 1) following
    )
    SELECT ${PACKAGE} FROM oldest ORDER BY first_package, place LIMIT $1`;
}
