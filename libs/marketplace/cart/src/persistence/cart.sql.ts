/**
 * A known customer's cart, used or not, with its items and the offers they were put with, in one round trip. $1 customer.
 * No row when the customer is unknown. OFFSET 0 keeps the look-up of each item's offer by key: planned without values, a join
 * read all offers there are.
 */
export function readCartSql(s: string): string {
  return `
    SELECT customer.address, c.status, c.order_id AS "orderId", coalesce(c.version, 0) AS version,
      (SELECT coalesce(json_agg(json_build_object(
           'productId', i.product_id, 'version', i.product_version, 'quantity', i.quantity,
           'voucherCents', i.voucher_cents, 'revision', o.revision, 'sellerId', o.seller_id, 'name', o.name,
           'priceCents', o.price_cents, 'freightCents', o.freight_cents, 'currency', o.currency, 'status', o.status)
           ORDER BY i.position), '[]')
         FROM ${s}.cart_item i CROSS JOIN LATERAL (
           SELECT * FROM ${s}.offer WHERE product_id = i.product_id AND version = i.product_version OFFSET 0) o
        WHERE i.customer_id = customer.id) AS items
    FROM ${s}.customer LEFT JOIN ${s}.cart c ON c.customer_id = customer.id
    WHERE customer.id = $1`;
}

/**
 * Where a known customer lives, and the offers of these items. $1 customer, $2 items as a JSON array. No row when the customer
 * is unknown. OFFSET 0 as in {@link readCartSql}.
 */
export function readPricesSql(s: string): string {
  return `
    SELECT customer.address,
      (SELECT coalesce(json_agg(json_build_object(
           'productId', o.product_id, 'version', o.version, 'revision', o.revision, 'sellerId', o.seller_id,
           'name', o.name, 'priceCents', o.price_cents, 'freightCents', o.freight_cents, 'currency', o.currency,
           'status', o.status)), '[]')
         FROM json_to_recordset($2::json) AS i ("productId" uuid, "productVersion" integer) CROSS JOIN LATERAL (
           SELECT * FROM ${s}.offer WHERE product_id = i."productId" AND version = i."productVersion" OFFSET 0) o) AS offers
    FROM ${s}.customer WHERE customer.id = $1`;
}

/**
 * Writes a cart, new or changed, and the items that its latest events put or took, in one round trip. Returns no row when
 * the stored version is not the one that the cart was loaded at.
 *
 * $1 customer, $2 status, $3 order, $4 version, $5 version when loaded, $6 the products that stay (null when none goes),
 * $7 the items to put as a JSON array; one that is put again keeps its position.
 */
export function saveCartSql(s: string): string {
  return `
    WITH stored AS (
      INSERT INTO ${s}.cart AS c (customer_id, status, order_id, version) VALUES ($1, $2, $3, $4)
      ON CONFLICT (customer_id) DO UPDATE
        SET status = excluded.status, order_id = excluded.order_id, version = excluded.version
        WHERE c.version = $5
      RETURNING customer_id
    ), gone AS (
      DELETE FROM ${s}.cart_item i USING stored
       WHERE $6::uuid[] IS NOT NULL AND i.customer_id = stored.customer_id AND i.product_id <> ALL ($6::uuid[])
    ), put AS (
      INSERT INTO ${s}.cart_item AS i (customer_id, product_id, product_version, quantity, voucher_cents, position)
      SELECT stored.customer_id, n."productId", n."productVersion", n.quantity, n."voucherCents", n.position
        FROM stored, json_to_recordset($7::json) AS n ("productId" uuid, "productVersion" integer, quantity integer,
                                                       "voucherCents" bigint, position integer)
      ON CONFLICT (customer_id, product_id) DO UPDATE
        SET product_version = excluded.product_version, quantity = excluded.quantity,
            voucher_cents = excluded.voucher_cents
    )
    SELECT customer_id FROM stored`;
}
