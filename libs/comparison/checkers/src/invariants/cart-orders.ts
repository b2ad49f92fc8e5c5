import { isApproved, isDecided, type CartItem, type Order, type OrderLine } from '../resources.js';
import { type CartState, foldCart, type StoredEvent } from '../stored/index.js';
import type { Violation } from './snapshot.js';

type Streams = ReadonlyMap<string, readonly StoredEvent[]>;

interface Sealing {
  readonly customerId: string;
  readonly items: readonly CartItem[];
  /** How the cart was opened again; undefined as long as it was not. */
  ended?: 'cart.reopened' | 'cart.renewed';
}

/**
 * A1 and I4 from cart to order, once all is quiet: a cart is sealed with what it holds, for an order of just that, at the prices and
 * with the vouchers that it was sealed with; and it is emptied when the order is approved, and opened with its items when it failed.
 * @param carts every cart's stream; one whose beginning is gone is left out
 */
export function ordersAreOfTheirCarts(orders: readonly Order[], carts: Streams): Violation[] {
  const wrong: Violation[] = [];
  const sealings = new Map<string, Sealing>();
  const unknown = new Set<string>();
  for (const [customerId, events] of carts)
    if (events[0]?.version === 1) wrong.push(...followCart(customerId, events, sealings));
    else unknown.add(customerId);
  const known = new Set(orders.map(({ id }) => id));
  for (const [orderId, { customerId }] of sealings)
    if (!known.has(orderId))
      wrong.push(broken('A1', `the cart of ${customerId} was sealed for ${orderId}, which is no order`));
  for (const order of orders) {
    const sealing = sealings.get(order.id);
    if (sealing) wrong.push(...ofOrder(order, sealing));
    else if (!unknown.has(order.customerId))
      wrong.push(broken('A1', `order ${order.id} was made without a cart that was sealed for it`));
  }
  return wrong;
}

/** A1, where carts are kept as rows: they hold what their events say. */
export function cartRowsFollowEvents(rows: ReadonlyMap<string, CartState>, carts: Streams): Violation[] {
  return [...carts].flatMap(([customerId, events]) => {
    if (events[0]?.version !== 1) return [];
    const [told, kept] = [foldCart(events), rows.get(customerId)];
    return asText(told) === asText(kept)
      ? []
      : [broken('A1', `the cart of ${customerId} is ${asText(kept)}, its events say ${asText(told)}`)];
  });
}

function followCart(
  customerId: string,
  events: readonly StoredEvent[],
  sealings: Map<string, Sealing>,
): Violation[] {
  const wrong: Violation[] = [];
  for (const [index, { type, data }] of events.entries()) {
    const { orderId, sealed } = data as { orderId: string; sealed: { items: CartItem[] } };
    if (type === 'cart.sealed') {
      const holds = itemsText(foldCart(sinceEmptied(events.slice(0, index))).items);
      const took = itemsText(sealed.items);
      if (holds !== took)
        wrong.push(
          broken('A1', `the cart of ${customerId} held ${holds} and was sealed for ${orderId} with ${took}`),
        );
      if (sealings.has(orderId)) wrong.push(broken('A1', `two carts were sealed for order ${orderId}`));
      else sealings.set(orderId, { customerId, items: sealed.items });
    }
    if (type !== 'cart.reopened' && type !== 'cart.renewed') continue;
    const sealing = sealings.get(orderId);
    if (!sealing || sealing.ended !== undefined)
      wrong.push(
        broken(
          'A1',
          `the cart of ${customerId} was opened for order ${orderId}, for which it was not sealed`,
        ),
      );
    if (sealing) sealing.ended ??= type;
  }
  return wrong;
}

/** No more of a stream than what tells of the items: a cart may have been filled a thousand times. */
function sinceEmptied(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const emptied = events.findLastIndex(({ type }) => type === 'cart.abandoned' || type === 'cart.renewed');
  return events.slice(emptied + 1);
}

function ofOrder(order: Order, { customerId, items, ended }: Sealing): Violation[] {
  const { id } = order;
  const wrong: Violation[] = [];
  if (customerId !== order.customerId)
    wrong.push(broken('A1', `order ${id} of ${order.customerId} is of the cart of ${customerId}`));
  // What is never decided is told by A2.
  if (!isDecided(order)) return wrong;
  const due = isApproved(order) ? 'cart.renewed' : 'cart.reopened';
  if (ended !== due)
    wrong.push(
      broken(
        'A1',
        `order ${id} is ${order.status}, its cart was ${ended?.slice('cart.'.length) ?? 'left sealed'}`,
      ),
    );
  const taken = [...order.lines, ...order.dropped].map(({ productId }) => productId).sort();
  const sealed = items.map(({ productId }) => productId).sort();
  if (taken.join() !== sealed.join())
    wrong.push(broken('A1', `order ${id} is of ${list(taken)}, its cart was sealed with ${list(sealed)}`));
  for (const line of order.lines) {
    const item = items.find(({ productId }) => productId === line.productId);
    if (item) wrong.push(...ofLine(id, line, item));
  }
  return wrong;
}

function ofLine(orderId: string, line: OrderLine, item: CartItem): Violation[] {
  const what = (line: CartItem) => `${line.quantity} of version ${line.productVersion} of ${line.sellerId}`;
  const price = (line: CartItem) => `${line.unitPriceCents} + ${line.freightCents} - ${line.voucherCents}`;
  const voucherCents = Math.min(item.voucherCents, item.unitPriceCents * item.quantity);
  const due = { ...item, voucherCents };
  const of = `order ${orderId} has for ${line.productId}`;
  return [
    ...(what(line) === what(due)
      ? []
      : [broken('A1', `${of} ${what(line)}, its cart was sealed with ${what(due)}`)]),
    ...(price(line) === price(due)
      ? []
      : [broken('I4', `${of} the price ${price(line)}, its cart was sealed with ${price(due)}`)]),
  ];
}

const broken = (invariant: string, what: string): Violation => ({ invariant, what });
const list = (names: readonly string[]): string => names.join(', ') || 'nothing';

function itemsText(
  items: readonly Pick<CartItem, 'productId' | 'productVersion' | 'quantity' | 'voucherCents'>[],
): string {
  return list(
    items
      .map(
        (item) =>
          `${item.quantity} of ${item.productId} version ${item.productVersion} (${item.voucherCents})`,
      )
      .sort(),
  );
}

function asText(cart: CartState | undefined): string {
  if (!cart) return 'not there';
  const of = cart.status === 'sealed' ? ` for ${cart.orderId ?? 'no order'}` : '';
  return `${cart.status}${of} with ${itemsText(cart.items)}`;
}
