import type { Damage } from './damages.js';

type ProjectionDamage = Omit<Damage, 'invariant' | 'inRows' | 'inEvents'> & { readonly inEvents: string };

const snapshotOf = (module: string): ProjectionDamage => ({
  ...{ module, what: 'a snapshot is of another version than it says' },
  inEvents: `UPDATE ${module}.snapshot SET version = version - 1`,
});

/** Of everything that is made of events, for E1. */
export const projectionDamages: readonly ProjectionDamage[] = [
  {
    ...{ module: 'order', what: 'an order is listed under another number' },
    inEvents: `UPDATE "order".order_list SET number = number + 1 WHERE order_id = (SELECT max(order_id::text)::uuid FROM "order".order_list)`,
  },
  {
    ...{ module: 'order', what: 'an order is missing in the list' },
    inEvents: `DELETE FROM "order".order_list WHERE order_id = (SELECT max(order_id::text)::uuid FROM "order".order_list)`,
  },
  {
    ...{ module: 'order', what: 'the number after the last is not free' },
    inEvents: `UPDATE "order".customer_number SET last_number = last_number - 1`,
  },
  {
    ...{ module: 'product', what: 'the list does not show the last price' },
    inEvents: `UPDATE product.product_list SET data = jsonb_set(data::jsonb, '{priceCents}', '1')::json`,
  },
  {
    ...{ module: 'product', what: 'a product is listed that never was' },
    inEvents: `INSERT INTO product.product_list SELECT gen_random_uuid(), seller_id, category, status, revision, data FROM product.product_list LIMIT 1`,
  },
  {
    ...{ module: 'stock', what: 'an order that has ended holds pieces' },
    inEvents: `UPDATE stock.reservation SET status = 'held' WHERE status = 'confirmed'`,
  },
  {
    ...{ module: 'shipment', what: 'a package is on its way and not known to be' },
    inEvents: `DELETE FROM shipment.open_package`,
  },
  {
    ...{ module: 'cart', what: 'a cart holds an offer that may be swept' },
    inEvents: `DELETE FROM cart.held_offer`,
  },
  ...['cart', 'product', 'stock'].map(snapshotOf),
];
