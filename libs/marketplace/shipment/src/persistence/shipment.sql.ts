/** The packages of shipment `h` as JSON, with the names that the contract gives them. */
export function packagesOf(s: string): string {
  return `(SELECT json_agg(json_build_object('id', p.id, 'productId', p.product_id, 'sellerId', p.seller_id,
      'quantity', p.quantity, 'status', p.status) ORDER BY p.place)
    FROM ${s}.package p WHERE p.order_id = h.order_id) AS packages`;
}

/** $1 order, $2 customer, $3 address, $4 status, $5 version, $6 packages as JSON. No row: the order has a shipment. */
export function addShipmentSql(s: string): string {
  return `
    WITH stored AS (
      INSERT INTO ${s}.shipment (order_id, customer_id, address, status, version, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, statement_timestamp(), statement_timestamp())
      ON CONFLICT (order_id) DO NOTHING
      RETURNING order_id, created_at
    ), packed AS (
      INSERT INTO ${s}.package (order_id, place, id, product_id, seller_id, quantity, status, created_at)
      SELECT stored.order_id, p.place, p.id, p."productId", p."sellerId", p.quantity, p.status, stored.created_at
        FROM stored, ROWS FROM (json_to_recordset($6::json)
               AS (id uuid, "productId" uuid, "sellerId" uuid, quantity integer, status text)) WITH ORDINALITY
               AS p (id, "productId", "sellerId", quantity, status, place)
    )
    SELECT order_id FROM stored`;
}

/** $1 orders. Locks in the order of their ids, the same for everyone. */
export function loadShipmentsSql(s: string): string {
  return `
    SELECT h.order_id AS "orderId", h.customer_id AS "customerId", h.address, h.status, h.version, ${packagesOf(s)}
      FROM ${s}.shipment h WHERE h.order_id = ANY ($1::uuid[]) ORDER BY h.order_id FOR UPDATE`;
}

/** As JSON: $1 shipments `{ id, version, status }`, $2 their delivered packages `{ orderId, place }`. */
export function saveShipmentsSql(s: string): string {
  return `
    WITH delivered AS (
      UPDATE ${s}.package p SET status = 'delivered'
        FROM json_to_recordset($2::json) AS d ("orderId" uuid, place smallint)
       WHERE p.order_id = d."orderId" AND p.place = d.place AND p.status = 'shipped'
    )
    UPDATE ${s}.shipment h SET status = n.status, version = n.version, updated_at = statement_timestamp()
      FROM json_to_recordset($1::json) AS n (id uuid, version integer, status text)
     WHERE h.order_id = n.id`;
}

export function takeTurnSql(s: string): string {
  return `SELECT FROM ${s}.delivery_turn FOR UPDATE`;
}
