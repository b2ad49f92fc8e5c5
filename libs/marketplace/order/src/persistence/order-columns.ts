/** The lines of order `o` as JSON, with the names that the contract gives them. */
export function linesOf(schema: string): string {
  return `(SELECT coalesce(json_agg(json_build_object(
      'productId', l.product_id, 'productVersion', l.product_version, 'sellerId', l.seller_id, 'name', l.name,
      'quantity', l.quantity, 'unitPriceCents', l.unit_price_cents, 'freightCents', l.freight_cents,
      'voucherCents', l.voucher_cents, 'totalCents', l.total_cents) ORDER BY l.place), '[]')
    FROM ${schema}.order_line l WHERE l.order_id = o.id) AS lines`;
}

/** The items of order `o` that could not be had, as JSON. */
export function droppedOf(schema: string): string {
  return `(SELECT coalesce(json_agg(json_build_object('productId', d.product_id, 'reason', d.reason) ORDER BY d.place), '[]')
    FROM ${schema}.dropped_item d WHERE d.order_id = o.id) AS dropped`;
}

/** The columns of `o` that an order's state and view share. */
export const ORDER_COLUMNS = `o.id, o.customer_id AS "customerId", o.number, o.status, o.currency, o.version,
  o.items_cents AS "itemsCents", o.freight_cents AS "freightCents", o.voucher_cents AS "voucherCents",
  o.total_cents AS "totalCents"`;
