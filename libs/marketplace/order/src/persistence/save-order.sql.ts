/**
 * Writes an order, new or changed, with the rows that its latest events added, in one round trip. Returns no row when the
 * stored version is not the one that the order was loaded at.
 *
 * $1 id, $2 customer, $3 number, $4 status, $5 currency, $6–$9 items, freight, voucher, total in cents, $10 version,
 * $11 version when loaded; as JSON arrays to add: $12 lines, $13 dropped items, $14 status entries.
 */
export function saveOrderSql(s: string): string {
  return `
    WITH stored AS (
      INSERT INTO ${s}.orders AS o (id, customer_id, number, status, currency, items_cents, freight_cents, voucher_cents,
                                    total_cents, version, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, statement_timestamp(), statement_timestamp())
      ON CONFLICT (id) DO UPDATE
        SET status = excluded.status, items_cents = excluded.items_cents, freight_cents = excluded.freight_cents,
            voucher_cents = excluded.voucher_cents, total_cents = excluded.total_cents, version = excluded.version,
            updated_at = excluded.updated_at
        WHERE o.version = $11
      RETURNING id
    ), line AS (
      INSERT INTO ${s}.order_line
      SELECT stored.id, l.place, l."productId", l."productVersion", l."sellerId", l.name, l.quantity, l."unitPriceCents",
             l."freightCents", l."voucherCents", l."totalCents"
        FROM stored, ROWS FROM (json_to_recordset($12::json) AS ("productId" uuid, "productVersion" integer,
               "sellerId" uuid, name text, quantity integer, "unitPriceCents" bigint, "freightCents" bigint,
               "voucherCents" bigint, "totalCents" bigint)) WITH ORDINALITY
               AS l ("productId", "productVersion", "sellerId", name, quantity, "unitPriceCents", "freightCents",
                     "voucherCents", "totalCents", place)
    ), dropped AS (
      INSERT INTO ${s}.dropped_item
      SELECT stored.id, d.place, d."productId", d.reason
        FROM stored, ROWS FROM (json_to_recordset($13::json) AS ("productId" uuid, reason text)) WITH ORDINALITY
               AS d ("productId", reason, place)
    ), status AS (
      INSERT INTO ${s}.order_status
      SELECT stored.id, h.version, h.status, statement_timestamp(), h.reason
        FROM stored, json_to_recordset($14::json) AS h (version integer, status text, reason text)
    )
    SELECT id FROM stored`;
}
