import { isApproved, isDecided, type Order, type Shipment } from '../resources.js';
import { groupBy, type Snapshot, type Violation } from './snapshot.js';

/** A1, but for stock (S2): approved, paid and shipped go together, and nothing of it is there otherwise. */
export function nothingHalfDone({ orders, payments, shipments }: Snapshot): Violation[] {
  const paymentOf = groupBy(payments, ({ orderId }) => orderId);
  const shipmentOf = groupBy(shipments, ({ orderId }) => orderId);
  const known = new Set(orders.map(({ id }) => id));
  const ofOrders = orders.flatMap((order) => {
    const captured = (paymentOf.get(order.id) ?? []).filter(({ status }) => status === 'captured').length;
    const shipped = shipmentOf.get(order.id) ?? [];
    const packages = shipped.flatMap((shipment) => shipment.packages);
    const expected = isApproved(order) ? 1 : 0;
    const wrong: string[] = [];
    if (captured !== expected) wrong.push(`is ${order.status} with ${captured} captured payments`);
    if (shipped.length !== expected) wrong.push(`is ${order.status} with ${shipped.length} shipments`);
    if (expected === 1 && !sameThings(order, packages)) wrong.push('has other packages than lines');
    if (expected === 1) wrong.push(...notAsDelivered(order, shipped));
    return wrong.map((what) => `order ${order.id} ${what}`);
  });
  const orphans = [...payments, ...shipments]
    .filter(({ orderId }) => !known.has(orderId))
    .map(({ orderId }) => `a payment or shipment is for ${orderId}, which is no order`);
  return [...ofOrders, ...orphans].map((what) => ({ invariant: 'A1', what }));
}

/** How far the packages have come is how far the shipment has, and its order. */
function notAsDelivered(order: Order, shipments: readonly Shipment[]): string[] {
  return shipments.flatMap(({ status, packages }) => {
    const delivered = packages.filter((each) => each.status === 'delivered').length;
    const course = delivered === 0 ? 'begun' : delivered < packages.length ? 'on-its-way' : 'over';
    const [ofOrder, ofShipment] = (
      {
        begun: ['approved', 'created'],
        'on-its-way': ['in-transit', 'in-transit'],
        over: ['delivered', 'delivered'],
      } as const
    )[course];
    const counted = `with ${delivered} of ${packages.length} packages delivered`;
    return [
      ...(order.status === ofOrder ? [] : [`is ${order.status} ${counted}`]),
      ...(status === ofShipment ? [] : [`has a shipment that is ${status} ${counted}`]),
    ];
  });
}

/** A2: what was answered 2xx exists and is decided. */
export function acknowledgedOrdersAreDecided(
  { orders }: Snapshot,
  acknowledged: Iterable<string>,
): Violation[] {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const lost = [...acknowledged].flatMap((id) => {
    const order = byId.get(id);
    if (!order) return [`order ${id} was acknowledged and does not exist`];
    return isDecided(order) ? [] : [`order ${id} was acknowledged and is still ${order.status}`];
  });
  const open = orders.filter((order) => !isDecided(order)).map(({ id }) => `order ${id} is pending for ever`);
  return [...new Set([...lost, ...open])].map((what) => ({ invariant: 'A2', what }));
}

/** Everything a client did under one Idempotency-Key. */
export interface Attempt {
  readonly customerId: string;
  readonly key: string;
  /** When it was first asked for, in epoch ms; an order may be opened a good while later where its module is behind. */
  readonly at?: number;
  /** How often it was sent; an answer may have been lost on each. */
  readonly sent: number;
  /** Answers in the order they came: status and body as they were sent. */
  readonly answers: readonly { readonly status: number; readonly text: string }[];
}

/**
 * A3 and A4: one key is one order with one decided answer, whatever was lost on the way; a customer has no order that none of
 * their keys asked for, and none that an answer named is missing.
 */
export function oneOrderPerKey({ orders }: Snapshot, attempts: readonly Attempt[]): Violation[] {
  const ofCustomer = groupBy(orders, ({ customerId }) => customerId);
  const violations: Violation[] = [];
  for (const { key, answers } of attempts) {
    const ids = new Set(answers.map(({ text }) => (JSON.parse(text) as Order).id));
    if (ids.size > 1)
      violations.push({ invariant: 'A4', what: `key ${key} stands for ${[...ids].join(' and ')}` });
    const decided = new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text));
    if (decided.size > 1)
      violations.push({ invariant: 'A4', what: `key ${key} was given different decided answers` });
  }
  for (const [customerId, tried] of groupBy(attempts, (attempt) => attempt.customerId)) {
    const found = ofCustomer.get(customerId)?.length ?? 0;
    if (found > tried.length)
      violations.push({
        invariant: 'A3',
        what: `customer ${customerId} used ${tried.length} keys and has ${found} orders`,
      });
    const known = new Set((ofCustomer.get(customerId) ?? []).map(({ id }) => id));
    for (const { text } of tried.flatMap(({ answers }) => answers)) {
      const { id } = JSON.parse(text) as Order;
      if (!known.has(id))
        violations.push({ invariant: 'A3', what: `order ${id} was answered to ${customerId} and is gone` });
    }
  }
  return violations;
}

type Thing = Pick<Shipment['packages'][number], 'productId' | 'sellerId' | 'quantity'>;

function sameThings({ lines }: Order, packages: readonly Thing[]): boolean {
  const things = (of: readonly Thing[]): string =>
    of
      .map(({ productId, sellerId, quantity }) => `${productId} ${sellerId} ${quantity}`)
      .sort()
      .join();
  return things(lines) === things(packages);
}
