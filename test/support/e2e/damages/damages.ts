import { isKeptAsEvents, type SchemaReader } from '@comparison/checkers/stored';

/** Something that must not be in a module's schema, and the invariant that has to tell. */
export interface Damage {
  readonly invariant: string;
  readonly module: string;
  readonly what: string;
  readonly inRows: string;
  /** The same where the module is kept as events; for the modules that may be. */
  readonly inEvents?: string;
}

const change = (module: string, type: string, to: string, but = ''): string =>
  `UPDATE "${module}".event SET data = (${to})::json WHERE type = '${type}' ${but}`;
const raised = (member: string, by: number): string =>
  `jsonb_set(data::jsonb, '{${member}}', to_jsonb((data ->> '${member}')::int + ${by}))`;
/** Each line of a placed order, with `to` in place of the member. */
const everyLine = (member: string, to: string): string =>
  `jsonb_set(data::jsonb, '{lines}', (
     SELECT jsonb_agg(jsonb_set(line, '{${member}}', to_jsonb(${to})))
       FROM jsonb_array_elements(data::jsonb -> 'lines') AS l (line), LATERAL (SELECT (line ->> '${member}')::int AS cents) m))`;
const oneStream = (module: string): string =>
  `DELETE FROM ${module}.event WHERE stream_id = (SELECT max(stream_id) FROM ${module}.event WHERE stream_id LIKE '${module}-%')`;

/** One at least for every invariant that is judged by what the databases hold. */
export const damages: readonly Damage[] = [
  {
    ...{ invariant: 'S1', module: 'stock', what: 'more is reserved than there is' },
    inRows: `ALTER TABLE stock.stock DROP CONSTRAINT stock_reserved_is_available;
             UPDATE stock.stock SET reserved = available + 1`,
    inEvents: change('stock', 'stock.set', `jsonb_set(data::jsonb, '{available}', '0')`),
  },
  {
    ...{ invariant: 'S2', module: 'stock', what: 'a piece is there that was sold' },
    inRows: `UPDATE stock.stock SET available = available + 1
              WHERE order_count = (SELECT max(order_count) FROM stock.stock)`,
    inEvents: change('stock', 'stock.set', raised('available', 1)),
  },
  {
    ...{ invariant: 'S2', module: 'stock', what: 'a piece is reserved for nobody' },
    inRows: 'UPDATE stock.stock SET reserved = 1 WHERE available > 0',
    inEvents: change('stock', 'stock.reserved', raised('quantity', 1)),
  },
  {
    ...{ invariant: 'C1', module: 'product', what: 'a product is gone' },
    inRows: 'DELETE FROM product.product WHERE product_id = (SELECT product_id FROM product.product LIMIT 1)',
    inEvents: oneStream('product'),
  },
  {
    ...{ invariant: 'M1', module: 'order', what: 'an order cost more than was charged' },
    inRows: `UPDATE "order".orders SET total_cents = total_cents + 1, items_cents = items_cents + 1 WHERE version > 3`,
    inEvents: change(
      'order',
      'order.placed',
      `jsonb_set(${raised('totalCents', 1)}, '{itemsCents}', to_jsonb((data ->> 'itemsCents')::int + 1))`,
    ),
  },
  {
    ...{ invariant: 'money', module: 'order', what: 'lines do not add up' },
    inRows: 'UPDATE "order".order_line SET total_cents = total_cents + 1',
    inEvents: change('order', 'order.placed', everyLine('totalCents', 'cents + 1')),
  },
  {
    ...{ invariant: 'A1', module: 'shipment', what: 'a shipment is gone' },
    inRows: 'DELETE FROM shipment.shipment WHERE order_id = (SELECT order_id FROM shipment.shipment LIMIT 1)',
    inEvents: oneStream('shipment'),
  },
  {
    ...{ invariant: 'A1', module: 'payment', what: 'what was captured is paid back' },
    inRows: `UPDATE payment.payment SET status = 'refunded' WHERE status = 'captured'`,
    inEvents: `UPDATE payment.event SET type = 'payment.refunded' WHERE type = 'payment.captured'`,
  },
  {
    ...{ invariant: 'A2', module: 'order', what: 'orders are not decided' },
    inRows: `UPDATE "order".orders SET status = 'pending' WHERE number = 1`,
    inEvents: `DELETE FROM "order".event
                WHERE stream_id LIKE 'order-%' AND type NOT IN ('order.pending', 'order.placed')`,
  },
  {
    ...{ invariant: 'A3', module: 'order', what: 'orders are others than were answered' },
    inRows: 'UPDATE "order".orders SET id = gen_random_uuid()',
    inEvents: `UPDATE "order".event SET stream_id = 'order-' || md5(stream_id)::uuid WHERE stream_id LIKE 'order-%'`,
  },
  {
    ...{ invariant: 'O1', module: 'order', what: 'an order was delivered before its time' },
    inRows: `UPDATE "order".order_status SET status = 'delivered' WHERE version = 1`,
    inEvents: `UPDATE "order".event SET type = 'order.delivered' WHERE type = 'order.approved'`,
  },
  {
    ...{ invariant: 'number', module: 'order', what: 'a number is left out' },
    inRows: 'UPDATE "order".orders SET number = number + 1000 WHERE number = 1',
    inEvents: change('order', 'order.pending', raised('number', 1_000), `AND data ->> 'number' = '1'`),
  },
  {
    ...{ invariant: 'P1', module: 'order', what: 'a price was paid that never was' },
    inRows: 'UPDATE "order".order_line SET unit_price_cents = unit_price_cents * 100 + 7',
    inEvents: change('order', 'order.placed', everyLine('unitPriceCents', 'cents * 100 + 7')),
  },
  {
    ...{ invariant: 'Q1', module: 'customer', what: 'an order is counted twice' },
    inRows: 'UPDATE customer.order_count SET paid = paid + 1',
  },
  {
    ...{ invariant: 'D1', module: 'seller', what: 'a dashboard shows an order that never was' },
    inRows: `INSERT INTO seller.dashboard_entry
             SELECT gen_random_uuid(), gen_random_uuid(), seller_id, 1, 'approved', 5, 0, 0, 5 FROM seller.seller LIMIT 1`,
  },
];

/** What does the damage where the module is kept as it is here. */
export async function statementOf(
  { module, inRows, inEvents }: Damage,
  databases: SchemaReader,
): Promise<string> {
  if (!(await isKeptAsEvents(databases, module))) return inRows;
  if (inEvents === undefined) throw new Error(`No test knows how to damage the events of ${module}.`);
  return inEvents;
}
