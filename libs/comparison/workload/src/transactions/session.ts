import type { WatchedPrice } from '@comparison/protocol';
import type { Client } from '../client/clients.js';
import type { Customer } from '../client/customers.js';
import type { CheckoutSession } from '../draw/transaction.js';
import { checkOut } from './check-out.js';
import type { Due, Scene } from './scene.js';
import { watchDashboard } from './watch-dashboard.js';

/**
 * In an open loop a cart is filled within this time and then checked out on the dot: so the moments at which checkouts should be
 * sent follow from the schedule alone, and no slow answer to a `put` moves them. Were they to follow the filling, a system that
 * stalls would put off the checkouts it is measured by (coordinated omission); were their latency to begin with the session,
 * it would be mostly that of filling. A cart that takes longer to fill delays its checkout, which is charged for it.
 */
export const FILLING_MS = 1_000;

/** A customer fills a cart, checks it out and follows the order until it is decided. */
export async function playSession(
  scene: Scene,
  client: Client,
  customer: Customer,
  session: CheckoutSession,
  due: Due,
): Promise<void> {
  const { operations, tally, halt } = scene;
  if (!(await fill(scene, client, customer, session, due))) return;
  if (session.readsCart) await readCart(scene, client, customer);
  if (due !== undefined && performance.now() < due + FILLING_MS) {
    await halt.until(due + FILLING_MS);
    if (!halt.isOver()) tally.late(due + FILLING_MS);
  }
  if (halt.isOver()) return;
  const from = due === undefined ? performance.now() : due + FILLING_MS;
  if (due === undefined) tally.checkouts.expect(from);
  const checkedOut = await checkOut(scene, client, { customer, method: session.method, from });
  const order = checkedOut?.order;
  // Only an approved order empties the cart.
  customer.cart = !order ? 'unknown' : order.status === 'approved' ? 'empty' : 'filled';
  if (!checkedOut || !order || halt.isOver()) return;
  const { id: orderId } = order;
  if (session.readsOrder)
    await operations.perform(
      client,
      'read-order',
      { orderId },
      { method: 'GET', path: `/orders/${orderId}` },
    );
  if (session.listsOrders) await listOrders(scene, client, customer);
  if (session.watchesDashboard && order.status === 'approved') await watchDashboard(scene, client, order);
  if (session.asksAgain && !halt.isOver()) await checkedOut.again();
}

/** @returns whether there is something to check out */
async function fill(
  scene: Scene,
  client: Client,
  customer: Customer,
  { items, readsStock }: CheckoutSession,
  due: Due,
): Promise<boolean> {
  const { operations, halt } = scene;
  const { id: customerId } = customer;
  // The first thing done is what should have begun on the dot.
  let since = due;
  const first = (): Due => {
    const [now] = [since, (since = undefined)];
    return now;
  };
  if (customer.cart !== 'empty' && !(await abandonCart(scene, client, customer, first()))) return false;
  if (readsStock && items[0]) {
    const { productId } = items[0];
    const path = `/stock/${productId}`;
    await operations.perform(client, 'read-stock', { productId }, { method: 'GET', path }, first());
  }
  let filled = 0;
  for (const { productId, quantity, voucherCents } of items) {
    if (halt.isOver()) return false;
    const put = await operations.perform(
      client,
      'put-item',
      { customerId, productId, quantity, voucherCents },
      {
        ...{ method: 'PUT', path: `/carts/${customerId}/items/${productId}` },
        body: { quantity, voucherCents },
      },
      first(),
    );
    customer.cart = 'filled';
    if (put.type === 'ok') filled += 1;
  }
  return filled > 0;
}

/** Empties a cart that an earlier session left in an unknown state. @returns whether it is empty now */
export async function abandonCart(
  { operations }: Scene,
  client: Client,
  customer: Customer,
  due?: Due,
): Promise<boolean> {
  const { id: customerId } = customer;
  const { type } = await operations.perform(
    client,
    'abandon-cart',
    { customerId },
    { method: 'DELETE', path: `/carts/${customerId}` },
    due,
  );
  customer.cart = type === 'ok' ? 'empty' : 'unknown';
  return type === 'ok';
}

function listOrders({ operations }: Scene, client: Client, { id: customerId }: Customer) {
  return operations.perform(
    client,
    'read-orders',
    { customerId },
    { method: 'GET', path: `/orders?customerId=${customerId}&limit=100` },
  );
}

/** @param watch the change that is waited for, in a look that is one of many */
export function readCart(
  { operations }: Scene,
  client: Client,
  { id: customerId }: Customer,
  watch?: WatchedPrice,
) {
  return operations.perform(
    client,
    'read-cart',
    { customerId, ...(watch && { watch }) },
    { method: 'GET', path: `/carts/${customerId}` },
  );
}
