import { isApproved, type LedgerEntry } from '../resources.js';
import { groupBy, type Snapshot, sum, type Violation } from './snapshot.js';

/** M1, per order, so that two errors cannot make up for each other: what the provider kept is what approved orders owe. */
export function moneyMatchesOrders({ orders, ledger }: Snapshot): Violation[] {
  const entries = groupBy(ledger, ({ orderId }) => orderId);
  const known = new Set(orders.map(({ id }) => id));
  const wrong = orders.flatMap((order) => {
    const due = isApproved(order) ? order.totalCents : 0;
    const kept = net(entries.get(order.id) ?? []);
    return due === kept
      ? []
      : [`order ${order.id} is ${order.status} and owes ${due}, the provider kept ${kept}`];
  });
  const strange = [...entries].flatMap(([orderId, of]) =>
    known.has(orderId) || net(of) === 0
      ? []
      : [`the provider kept ${net(of)} for ${orderId}, which is no order`],
  );
  return [...wrong, ...strange].map((what) => ({ invariant: 'M1', what }));
}

/** M2, counted at the provider: at most one capture per order that was not paid back in full. */
export function chargedAtMostOnce({ ledger }: Snapshot): Violation[] {
  return [...groupBy(ledger, ({ orderId }) => orderId)].flatMap(([orderId, entries]) => {
    const kept = entries.filter(
      ({ id, status, amountCents }) => status === 'captured' && refundsOf(id, entries) < amountCents,
    );
    const overpaid = entries.filter(
      ({ id, status, amountCents }) => status === 'captured' && refundsOf(id, entries) > amountCents,
    );
    return [
      ...(kept.length > 1
        ? [{ invariant: 'M2', what: `order ${orderId} was charged ${kept.length} times` }]
        : []),
      ...overpaid.map(({ id }) => ({ invariant: 'M2', what: `charge ${id} was paid back more than once` })),
    ];
  });
}

/** The money arithmetic of every order: line by line, and the sums. */
export function totalsAddUp({ orders, payments }: Snapshot): Violation[] {
  const methodLines = new Map(
    payments
      .filter(({ status }) => status === 'captured')
      .map(({ orderId, lines }) => [orderId, lines.filter(({ type }) => type !== 'voucher')]),
  );
  return orders.flatMap((order) => {
    const wrong: string[] = [];
    for (const line of order.lines) {
      const worth = line.unitPriceCents * line.quantity;
      if (line.totalCents !== worth + line.freightCents - line.voucherCents)
        wrong.push(`line ${line.productId}`);
      if (line.voucherCents < 0 || line.voucherCents > worth) wrong.push(`voucher of ${line.productId}`);
    }
    if (order.itemsCents !== sum(order.lines, (line) => line.unitPriceCents * line.quantity))
      wrong.push('itemsCents');
    if (order.freightCents !== sum(order.lines, (line) => line.freightCents)) wrong.push('freightCents');
    if (order.voucherCents !== sum(order.lines, (line) => line.voucherCents)) wrong.push('voucherCents');
    if (order.totalCents !== order.itemsCents + order.freightCents - order.voucherCents)
      wrong.push('totalCents');
    const paid = methodLines.get(order.id);
    if (paid && (paid.length !== 1 || paid[0]?.amountCents !== order.totalCents)) wrong.push('payment');
    return wrong.map((part) => ({ invariant: 'money', what: `order ${order.id}: ${part} does not add up` }));
  });
}

function net(entries: readonly LedgerEntry[]): number {
  return sum(entries, ({ status, amountCents }) =>
    status === 'captured' ? amountCents : status === 'refunded' ? -amountCents : 0,
  );
}

function refundsOf(chargeId: string, entries: readonly LedgerEntry[]): number {
  return sum(
    entries.filter((entry) => entry.type === 'refund' && entry.chargeId === chargeId),
    ({ amountCents }) => amountCents,
  );
}
