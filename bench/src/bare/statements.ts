/**
 * The statements of the bare handler: one per group of tables, rows handed over as JSON, each prepared once per connection.
 * They write what a completed checkout leaves as business rows in all eight modules, by a log-in that may touch them all.
 *
 * Not written: the modules' logs and stream heads, inboxes and reader cursors, the saga, the charge attempt, the idempotency
 * key. Columns that hold a stream's version are left as they are, because the log beside them is.
 */

/** $1 customer. Locks what is bought, so that a second checkout of the cart waits and then finds it empty. */
export const readCart = `
  SELECT i.product_id AS "productId", i.product_version AS "productVersion", o.seller_id AS "sellerId", o.name, i.quantity,
         o.price_cents AS "unitPriceCents", o.freight_cents AS "freightCents", i.voucher_cents AS "voucherCents",
         o.currency, c.address
    FROM cart.cart_item i
    JOIN cart.offer o ON o.product_id = i.product_id AND o.version = i.product_version
    JOIN cart.customer c ON c.id = i.customer_id
   WHERE i.customer_id = $1
   ORDER BY i.position
     FOR UPDATE OF i`;

/** $1 products. Locked until the end: what is free now is still free when the charge has been made. */
export const lockStock = `
  SELECT product_id AS "productId", product_version AS "productVersion", product_status AS status,
         available - reserved AS free
    FROM stock.stock
   WHERE product_id = ANY ($1::uuid[])
   ORDER BY product_id
     FOR NO KEY UPDATE`;

/** $1 order, $2 products, $3 quantities. Reserved and confirmed in one go: nobody could see it in between. */
export const takeStock = `
  WITH line AS (
    INSERT INTO stock.reservation (order_id, product_id, quantity, status)
    SELECT $1::uuid, p, q, 'confirmed' FROM unnest($2::uuid[], $3::int[]) AS l (p, q)
    RETURNING product_id, quantity
  )
  UPDATE stock.stock s
     SET available = s.available - line.quantity, order_count = s.order_count + 1,
         year_to_date = s.year_to_date + line.quantity
    FROM line WHERE s.product_id = line.product_id`;

/** $1 order, $2 customer, $3 currency, $4–$7 items, freight, voucher, total in cents, $8 lines and $9 dropped items as JSON. */
export const insertOrder = `
  WITH number AS (
    INSERT INTO "order".customer_number AS n (customer_id, last_number) VALUES ($2::uuid, 1)
    ON CONFLICT (customer_id) DO UPDATE SET last_number = n.last_number + 1
    RETURNING last_number
  ), line AS (
    INSERT INTO "order".order_line
    SELECT $1::uuid, l.place, l."productId", l."productVersion", l."sellerId", l.name, l.quantity, l."unitPriceCents",
           l."freightCents", l."voucherCents", l."totalCents"
      FROM json_to_recordset($8::json) AS l (place smallint, "productId" uuid, "productVersion" integer, "sellerId" uuid,
             name text, quantity integer, "unitPriceCents" bigint, "freightCents" bigint, "voucherCents" bigint,
             "totalCents" bigint)
  ), dropped AS (
    INSERT INTO "order".dropped_item
    SELECT $1::uuid, d.place, d."productId", d.reason
      FROM json_to_recordset($9::json) AS d (place smallint, "productId" uuid, reason text)
  ), history AS (
    INSERT INTO "order".order_status (order_id, version, status, at)
    VALUES ($1::uuid, 1, 'pending', now()), ($1::uuid, 3, 'approved', now())
  )
  INSERT INTO "order".orders (id, customer_id, number, status, currency, items_cents, freight_cents, voucher_cents,
                              total_cents, version, created_at, updated_at)
  SELECT $1::uuid, $2::uuid, last_number, 'approved', $3, $4, $5, $6, $7, 3, now(), now() FROM number
  RETURNING number, created_at AS "createdAt"`;

/** $1 order, $2 amount, $3 currency, $4 provider's charge, $5 lines as JSON. */
export const insertPayment = `
  INSERT INTO payment.payment (order_id, status, attempt, amount_cents, currency, provider_reference, lines, version, updated_at)
  VALUES ($1, 'captured', 1, $2, $3, $4, $5, 1, now())`;

/** $1 order, $2 customer, $3 address, $4 packages as JSON. */
export const insertShipment = `
  WITH packed AS (
    INSERT INTO shipment.package (order_id, place, id, product_id, seller_id, quantity, status, created_at)
    SELECT $1::uuid, p.place, p.id, p."productId", p."sellerId", p.quantity, 'shipped', now()
      FROM json_to_recordset($4::json) AS p (place smallint, id uuid, "productId" uuid, "sellerId" uuid, quantity integer)
  )
  INSERT INTO shipment.shipment (order_id, customer_id, address, status, version, created_at, updated_at)
  VALUES ($1::uuid, $2, $3, 'created', 1, now(), now())`;

/** $1 customer. An order that is all in one transaction never leaves the cart sealed. */
export const renewCart = `
  WITH gone AS (DELETE FROM cart.cart_item WHERE customer_id = $1::uuid)
  INSERT INTO cart.cart AS c (customer_id, status, order_id, version) VALUES ($1::uuid, 'open', NULL, 0)
  ON CONFLICT (customer_id) DO UPDATE SET status = 'open', order_id = NULL`;

/** $1 customer. */
export const countOrder = `
  INSERT INTO customer.order_count AS c (customer_id, paid) VALUES ($1, 1)
  ON CONFLICT (customer_id) DO UPDATE SET paid = c.paid + 1`;

/** $1 order, $2 lines as JSON. */
export const insertDashboard = `
  INSERT INTO seller.dashboard_entry (order_id, product_id, seller_id, quantity, status, amount_cents, freight_cents,
                                      voucher_cents, total_cents)
  SELECT $1::uuid, l."productId", l."sellerId", l.quantity, 'approved', l."unitPriceCents" * l.quantity, l."freightCents",
         l."voucherCents", l."totalCents"
    FROM json_to_recordset($2::json) AS l ("productId" uuid, "sellerId" uuid, quantity integer, "unitPriceCents" bigint,
           "freightCents" bigint, "voucherCents" bigint, "totalCents" bigint)`;
