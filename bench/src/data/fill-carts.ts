import type { Client } from 'pg';
import { cartLines } from './cart-lines.js';
import type { Marketplace } from './marketplace.js';
import type { Random } from './random.js';

/**
 * Puts new items into every customer's cart, past the service: filling them is not what is measured. No other row is
 * touched, so a cart keeps the version that its log knows.
 */
export async function fillCarts(
  client: Client,
  { customers, products }: Marketplace,
  random: Random,
): Promise<void> {
  const rows = customers.flatMap((customer) =>
    cartLines(random, products).map((line, index) => ({ customer, line, position: index + 1 })),
  );
  await client.query('TRUNCATE cart.cart_item');
  await client.query(
    `INSERT INTO cart.cart_item (customer_id, product_id, product_version, quantity, voucher_cents, position)
     SELECT c, p, 1, q, v, n FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::bigint[], $5::int[]) AS row (c, p, q, v, n)`,
    [
      rows.map(({ customer }) => customer),
      rows.map(({ line }) => line.product.id),
      rows.map(({ line }) => line.quantity),
      rows.map(({ line }) => line.voucherCents),
      rows.map(({ position }) => position),
    ],
  );
  await client.query('VACUUM (ANALYZE) cart.cart_item');
}
