import type { Seat } from './seat.js';
import { completion, decided, none, steps } from './sight.js';

/** Whether each step of a checkout is done; undefined where the database that knows is away. */
type Seen = Readonly<Record<string, boolean | undefined>>;

/**
 * The first step of an order that is not seen done, `none` where nothing can be read. It is read past the API: who is away
 * cannot tell, and its database can.
 */
export async function standsBefore(seat: Seat, orderId: string): Promise<string> {
  const seen = await stepsSeen(seat, orderId);
  if (Object.values(seen).every((isDone) => isDone === undefined)) return none;
  // What cannot be read is done when something after it is.
  const isDone = (step: string, place: number): boolean =>
    seen[step] ?? steps.slice(place + 1).some((later) => seen[later]);
  return steps.find((step, place) => !isDone(step, place)) ?? (seen[decided] ? decided : completion);
}

/** The order that a customer's cart is sealed for, where its database can be read. */
export async function orderOfSealedCart(seat: Seat, customerId: string): Promise<string | undefined> {
  try {
    if (await isKeptAsEvents(seat, 'cart')) {
      const { type, orderId } = (await lastOf(seat, customerId)) ?? {};
      return type === 'cart.sealed' ? orderId : undefined;
    }
    const sql = `SELECT order_id AS id FROM cart.cart WHERE customer_id = $1 AND status = 'sealed'`;
    return (await seat.rows<{ id: string }>('cart', sql, [customerId]))[0]?.id;
  } catch {
    return undefined;
  }
}

async function lastOf(seat: Seat, customerId: string) {
  const sql = `SELECT type, data->>'orderId' AS "orderId" FROM cart.event
                WHERE channel = 'events' AND stream_id = $1 ORDER BY version DESC LIMIT 1`;
  return (await seat.rows<{ type: string; orderId: string }>('cart', sql, [`cart-${customerId}`]))[0];
}

/** Its schema has room for snapshots then, which rows do not need. */
async function isKeptAsEvents(seat: Seat, module: string): Promise<boolean> {
  const sql = 'SELECT to_regclass($1) IS NOT NULL AS "has"';
  return (await seat.rows<{ has: boolean }>(module, sql, [`"${module}".snapshot`]))[0]?.has === true;
}

/** Where a module keeps what it did: its rows, or the types of its events. */
async function typesOf(
  seat: Seat,
  module: string,
  orderId: string,
  rows: string,
): Promise<readonly string[] | undefined> {
  try {
    const kept = await isKeptAsEvents(seat, module);
    const sql = kept
      ? `SELECT type FROM "${module}".event WHERE channel = 'events' AND stream_id = $1`
      : rows;
    const found = await seat.rows<{ type: string }>(module, sql, [kept ? `${module}-${orderId}` : orderId]);
    return found.map(({ type }) => type);
  } catch {
    return undefined;
  }
}

async function stepsSeen(seat: Seat, orderId: string): Promise<Seen> {
  const [reserved, order, payment, shipment] = await Promise.all([
    seat
      .rows<{ status: string }>('stock', 'SELECT status FROM stock.reservation WHERE order_id = $1', [
        orderId,
      ])
      .catch(() => undefined), // in either persistence
    typesOf(
      seat,
      'order',
      orderId,
      `SELECT 'order.' || status AS type FROM "order".order_status WHERE order_id = $1
        UNION ALL SELECT 'order.placed' FROM "order".orders WHERE id = $1 AND version >= 2`,
    ),
    typesOf(
      seat,
      'payment',
      orderId,
      `SELECT 'payment.' || status AS type FROM payment.payment WHERE order_id = $1`,
    ),
    typesOf(
      seat,
      'shipment',
      orderId,
      `SELECT 'shipment.created' AS type FROM shipment.shipment WHERE order_id = $1`,
    ),
  ]);
  const ends = ['order.approved', 'order.rejected', 'order.payment-failed'];
  return {
    reserve: reserved?.some(({ status }) => status === 'held' || status === 'confirmed'),
    place: order?.includes('order.placed'),
    charge: payment?.includes('payment.captured'),
    confirm: reserved?.some(({ status }) => status === 'confirmed'),
    ship: shipment && shipment.length > 0,
    [decided]: order?.some((type) => ends.includes(type)),
  };
}
