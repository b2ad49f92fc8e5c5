import type { SchemaReader } from '../databases.js';
import { type Fold, isKeptAsEvents, streamsOf } from './streams.js';

interface Item {
  readonly productId: string;
  readonly productVersion: number;
  /** Which no row of an item has: it is the offer's. */
  readonly currency?: string | undefined;
  readonly quantity: number;
  readonly voucherCents: number;
}

export interface CartState {
  readonly status: 'open' | 'sealed';
  /** The order that it is sealed for, or was last. */
  readonly orderId?: string;
  readonly items: readonly Item[];
}

/** The order that a customer's cart is sealed for. */
export async function orderOfSealedCart(
  databases: SchemaReader,
  customerId: string,
): Promise<string | undefined> {
  if (await isKeptAsEvents(databases, 'cart')) {
    const events = (await streamsOf(databases, 'cart', { id: customerId })).get(customerId);
    const { status, orderId } = foldCart(events ?? []);
    return status === 'sealed' ? orderId : undefined;
  }
  const sql = `SELECT order_id AS id FROM cart.cart WHERE customer_id = $1 AND status = 'sealed'`;
  return (await databases.query<{ id: string }>('cart', sql, [customerId]))[0]?.id;
}

/** Customers who cannot change their cart, as a checkout of it is not over. */
export async function customersOfSealedCarts(databases: SchemaReader): Promise<readonly string[]> {
  if (await isKeptAsEvents(databases, 'cart')) {
    const carts = await streamsOf(databases, 'cart');
    return [...carts].flatMap(([id, events]) => (foldCart(events).status === 'sealed' ? [id] : []));
  }
  const sql = `SELECT customer_id AS id FROM cart.cart WHERE status = 'sealed'`;
  return (await databases.query<{ id: string }>('cart', sql)).map(({ id }) => id);
}

/** Carts as their rows have them, by customer; undefined where they are kept as events. */
export async function cartRows(databases: SchemaReader): Promise<ReadonlyMap<string, CartState> | undefined> {
  if (await isKeptAsEvents(databases, 'cart')) return undefined;
  const [carts, items] = await Promise.all([
    databases.query<{ customerId: string; status: CartState['status']; orderId: string | null }>(
      'cart',
      'SELECT customer_id AS "customerId", status, order_id AS "orderId" FROM cart.cart',
    ),
    databases.query<Omit<Item, 'currency'> & { customerId: string }>(
      'cart',
      `SELECT customer_id AS "customerId", product_id AS "productId", product_version AS "productVersion", quantity,
              voucher_cents::float8 AS "voucherCents" FROM cart.cart_item ORDER BY position`,
    ),
  ]);
  const itemsOf = Map.groupBy(items, ({ customerId }) => customerId);
  return new Map(
    carts.map(({ customerId, status, orderId }) => [
      customerId,
      { status, ...(orderId !== null && { orderId }), items: itemsOf.get(customerId) ?? [] },
    ]),
  );
}

type Told = Item & { readonly orderId: string };

/** Put again, an item keeps its place. */
export const foldCart: Fold<CartState> = (events) => {
  let status: CartState['status'] = 'open';
  let order: string | undefined;
  const items = new Map<string, Item>();
  for (const { type, data } of events) {
    const { productId, productVersion, currency, quantity, voucherCents, orderId } = data as Told;
    if (type === 'cart.item-put')
      items.set(productId, { productId, productVersion, currency, quantity, voucherCents });
    if (type === 'cart.item-removed') items.delete(productId);
    if (type === 'cart.abandoned' || type === 'cart.renewed') items.clear();
    if (type === 'cart.sealed') [status, order] = ['sealed', orderId];
    if (type === 'cart.reopened' || type === 'cart.renewed') status = 'open';
  }
  return { status, ...(order !== undefined && { orderId: order }), items: [...items.values()] };
};
