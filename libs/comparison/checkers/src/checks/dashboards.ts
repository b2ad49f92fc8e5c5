import { asked, dashboardIn } from '../history/seen.js';
import { dueBy, openOrders } from './open-orders.js';
import { type HistoryCheck, Tally } from './tally.js';

/**
 * W1: a dashboard, read after the answer that an order is approved, without it. Looks: reads that had an order to show; each is about
 * the read and the last such answer.
 */
export const dashboardsShowOrders: HistoryCheck = (operations, stored) => {
  const tally = new Tally();
  const orders = openOrders(operations, stored);
  for (const read of operations) {
    const dashboard = dashboardIn(read);
    const due = dashboard ? dueBy(orders.get(asked(read, 'sellerId')) ?? [], read) : [];
    const latest = due.at(-1);
    if (!dashboard || !latest) continue;
    tally.look(read, latest.told);
    const shown = new Set(dashboard.entries.map(({ orderId }) => orderId));
    const missed = due.find(({ id }) => !shown.has(id));
    if (missed)
      tally.saw({
        key: `${read.id}`,
        message: `the dashboard of ${asked(read, 'sellerId')} lacked order ${missed.id} ${Math.round(read.start - missed.told.end)} ms after the answer that it is approved`,
        by: [missed.told, read],
      });
  }
  return tally;
};

/** D2: a dashboard that shows some of the lines that an order has of its seller, and not others: they come and go together. */
export const dashboardsShowWholeOrders: HistoryCheck = (operations, stored) => {
  const tally = new Tally();
  for (const read of operations) {
    const dashboard = dashboardIn(read);
    if (!dashboard) continue;
    tally.look(read);
    const sellerId = asked(read, 'sellerId');
    const shown = Map.groupBy(dashboard.entries, ({ orderId }) => orderId);
    const torn = [...shown].find(([id, entries]) => {
      const lines = stored.orders.get(id)?.lines.filter((line) => line.sellerId === sellerId);
      return lines !== undefined && lines.length !== entries.length;
    });
    if (torn)
      tally.saw({
        key: `${read.id}`,
        message: `the dashboard of ${sellerId} shows some lines of order ${torn[0]} and not others`,
        by: [read],
      });
  }
  return tally;
};

/** D2: a dashboard that shows an order and not one that was approved before it was asked for. */
export const dashboardsShowAPrefix: HistoryCheck = (operations, stored) => {
  const tally = new Tally();
  const orders = openOrders(operations, stored);
  for (const read of operations) {
    const dashboard = dashboardIn(read);
    if (!dashboard) continue;
    tally.look(read);
    const sellerId = asked(read, 'sellerId');
    const shown = new Set(dashboard.entries.map(({ orderId }) => orderId));
    const all = orders.get(sellerId) ?? [];
    const later = all.reduce<(typeof all)[number] | undefined>(
      (last, order) =>
        shown.has(order.id) && (!last || order.asked.start > last.asked.start) ? order : last,
      undefined,
    );
    const hole =
      later &&
      all.find(
        (order) => order.told.end < later.asked.start && order.deliveredAt > read.end && !shown.has(order.id),
      );
    if (later && hole)
      tally.saw({
        key: `${read.id}`,
        message: `the dashboard of ${sellerId} shows order ${later.id} and lacks ${hole.id}, which was approved before`,
        by: [...new Set([hole.told, later.asked, later.told, read])],
        // Without the first try, which may have made the later order, it would prove nothing.
        whole: true,
      });
  }
  return tally;
};

const amounts = [
  ['amountCents', 'amountCents'],
  ['freightCents', 'freightCents'],
  ['voucherCents', 'voucherCents'],
  ['invoiceCents', 'totalCents'],
] as const;

/** D1 as clients saw it, at every moment: the aggregate equals the entries. */
export const dashboardsAddUpWhenRead: HistoryCheck = (operations) => {
  const tally = new Tally();
  for (const read of operations) {
    const dashboard = dashboardIn(read);
    if (!dashboard) continue;
    const { entries, orders, items } = dashboard;
    const sums: readonly (readonly [name: string, told: number | undefined, expected: number])[] = [
      ['orders', orders, new Set(entries.map(({ orderId }) => orderId)).size],
      ['items', items, entries.length],
      ...amounts.map(
        ([sum, of]) =>
          [sum, dashboard[sum], entries.reduce((all, entry) => all + (entry[of] ?? 0), 0)] as const,
      ),
    ];
    tally.look(read);
    const wrong = sums.find(([, told, expected]) => told !== undefined && told !== expected);
    if (wrong)
      tally.saw({
        key: `${read.id}`,
        message: `the dashboard of ${asked(read, 'sellerId')} says ${wrong[0]} ${wrong[1] ?? ''}, its entries ${wrong[2]}`,
        by: [read],
      });
  }
  return tally;
};
