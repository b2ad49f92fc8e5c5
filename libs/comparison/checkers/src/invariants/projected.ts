/** A table that holds nothing that the events of its module do not say. */
interface Projected {
  readonly table: string;
  /** What it holds. */
  readonly kept: string;
  /** The same columns, of the streams. */
  readonly told: string;
}

const events = (module: string): string => `"${module}".event e WHERE e.channel = 'events'`;
const uuid = (member: string): string => `(e.data ->> '${member}')::uuid`;
const integer = (member: string): string => `(e.data ->> '${member}')::int`;

/** By module: the projections that follow the log, which lists are read from, and those of ADR 14 that decisions are based on. */
export const projected: Readonly<Record<string, readonly Projected[]>> = {
  order: [
    {
      table: 'order_list',
      kept: 'SELECT order_id, customer_id, number FROM "order".order_list',
      told: `SELECT ${uuid('orderId')}, ${uuid('customerId')}, ${integer('number')} FROM ${events('order')} AND e.type = 'order.pending'`,
    },
    {
      table: 'customer_number',
      kept: 'SELECT customer_id, last_number FROM "order".customer_number',
      told: `SELECT ${uuid('customerId')}, max(${integer('number')}) FROM ${events('order')} AND e.type = 'order.pending' GROUP BY 1`,
    },
  ],
  product: [
    {
      table: 'product_list',
      kept: 'SELECT product_id, seller_id, category, status, revision, data::jsonb FROM product.product_list',
      told: `SELECT DISTINCT ON (e.stream_id) substr(e.stream_id, 9)::uuid, ${uuid('sellerId')}, e.data ->> 'category',
                    e.data ->> 'status', e.version::int, e.data::jsonb
               FROM ${events('product')} ORDER BY e.stream_id, e.version DESC`,
    },
  ],
  stock: [
    {
      table: 'reservation',
      kept: 'SELECT order_id, product_id, quantity, status FROM stock.reservation',
      told: `(SELECT DISTINCT ON (1, 2) ${uuid('orderId')}, ${uuid('productId')}, ${integer('quantity')},
                     CASE e.type WHEN 'stock.reserved' THEN 'held' ELSE substr(e.type, 7) END
                FROM ${events('stock')} AND e.type IN ('stock.reserved', 'stock.released', 'stock.confirmed')
               ORDER BY 1, 2, e.version DESC)
             UNION ALL
             SELECT ${uuid('orderId')}, item."productId", item.quantity, item.reason
               FROM "stock".event e, json_to_recordset(e.data -> 'items') AS item ("productId" uuid, quantity int, reason text)
              WHERE e.channel = 'events' AND e.type = 'stock.items-dropped'`,
    },
  ],
  shipment: [
    {
      table: 'open_package',
      kept: 'SELECT package_id, order_id, seller_id, first_package, place::int FROM shipment.open_package',
      told: `SELECT (parcel ->> 'id')::uuid, ${uuid('orderId')}, (parcel ->> 'sellerId')::uuid,
                    (e.data #>> '{packages,0,id}')::uuid, place::int
               FROM shipment.event e, json_array_elements(e.data -> 'packages') WITH ORDINALITY AS p (parcel, place)
              WHERE e.channel = 'events' AND e.type = 'shipment.created' AND NOT EXISTS (
                SELECT FROM shipment.event d WHERE d.stream_id = e.stream_id AND d.type = 'shipment.package-delivered'
                   AND d.data ->> 'packageId' = parcel ->> 'id')`,
    },
  ],
  cart: [
    {
      table: 'held_offer',
      kept: 'SELECT customer_id, product_id, product_version FROM cart.held_offer',
      told: `SELECT ${uuid('customerId')}, ${uuid('productId')}, ${integer('productVersion')}
               FROM ${events('cart')} AND e.type = 'cart.item-put' AND NOT EXISTS (
                SELECT FROM cart.event later WHERE later.stream_id = e.stream_id AND later.version > e.version
                   AND (later.type IN ('cart.abandoned', 'cart.renewed')
                        OR later.type IN ('cart.item-put', 'cart.item-removed')
                           AND later.data ->> 'productId' = e.data ->> 'productId'))`,
    },
  ],
};
