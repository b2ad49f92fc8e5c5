import type { Dashboard } from '../resources.js';
import { isApproved } from '../resources.js';
import { groupBy, type Snapshot, sum, type Violation } from './snapshot.js';

/** Q1, as far as it shows in state: nothing that a customer's counters hear of orders is lost or doubled. */
export function countersEqualOrders({ orders, customers }: Snapshot): Violation[] {
  const ofCustomer = groupBy(orders, ({ customerId }) => customerId);
  return customers.flatMap(({ id, paidOrders, failedOrders, deliveredOrders }) => {
    const own = ofCustomer.get(id) ?? [];
    const expected = [
      own.filter(isApproved).length,
      own.filter(({ status }) => status === 'payment-failed').length,
      own.filter(({ status }) => status === 'delivered').length,
    ].join();
    const told = [paidOrders, failedOrders, deliveredOrders].join();
    return told === expected
      ? []
      : [
          {
            invariant: 'Q1',
            what: `customer ${id} counts ${told} (paid, failed, delivered), orders say ${expected}`,
          },
        ];
  });
}

/** D1: a dashboard's aggregate equals its entries. */
export function dashboardsAddUp({ dashboards }: Pick<Snapshot, 'dashboards'>): Violation[] {
  return dashboards.flatMap(({ sellerId, entries, ...aggregate }) => {
    const expected = {
      orders: new Set(entries.map(({ orderId }) => orderId)).size,
      items: entries.length,
      amountCents: sum(entries, (entry) => entry.amountCents),
      freightCents: sum(entries, (entry) => entry.freightCents),
      voucherCents: sum(entries, (entry) => entry.voucherCents),
      invoiceCents: sum(entries, (entry) => entry.totalCents),
    };
    return Object.entries(expected).flatMap(([name, value]) => {
      const told = aggregate[name as keyof typeof expected];
      return told === value
        ? []
        : [
            {
              invariant: 'D1',
              what: `dashboard of ${sellerId}: ${name} is ${told}, its entries say ${value}`,
            },
          ];
    });
  });
}

/** Once all is quiet, the entries are exactly the lines of the seller's open orders, each with its order's status. */
export function dashboardsShowOpenOrders({ orders, dashboards }: Snapshot): Violation[] {
  const open = orders.filter(({ status }) => status === 'approved' || status === 'in-transit');
  const expected = new Map<string, string[]>();
  for (const { id, status, lines } of open)
    for (const line of lines) {
      const entry = { ...line, orderId: id, status, amountCents: line.unitPriceCents * line.quantity };
      expected.set(line.sellerId, [...(expected.get(line.sellerId) ?? []), asText(entry)]);
    }
  return dashboards.flatMap(({ sellerId, entries }) => {
    const shown = entries.map(asText).sort();
    const due = (expected.get(sellerId) ?? []).sort();
    return shown.join() === due.join()
      ? []
      : [
          {
            invariant: 'D1',
            what: `dashboard of ${sellerId} shows ${shown.join(' | ')}, open are ${due.join(' | ')}`,
          },
        ];
  });
}

function asText(entry: Dashboard['entries'][number] | Record<string, unknown>): string {
  const { orderId, productId, status, quantity, amountCents, freightCents, voucherCents, totalCents } =
    entry as Dashboard['entries'][number];
  return [orderId, productId, status, quantity, amountCents, freightCents, voucherCents, totalCents].join(
    ' ',
  );
}
