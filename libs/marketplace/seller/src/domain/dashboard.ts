import type { DashboardEntry, DashboardView } from '../contract/index.js';

/** The dashboard of these entries. Entries and aggregate cannot disagree: the one is computed from the other. */
export function dashboardOf(sellerId: string, entries: readonly DashboardEntry[]): DashboardView {
  const sum = (amount: 'amountCents' | 'freightCents' | 'voucherCents' | 'totalCents') =>
    entries.reduce((total, entry) => total + entry[amount], 0);
  return {
    sellerId,
    orders: new Set(entries.map(({ orderId }) => orderId)).size,
    items: entries.length,
    amountCents: sum('amountCents'),
    freightCents: sum('freightCents'),
    voucherCents: sum('voucherCents'),
    invoiceCents: sum('totalCents'),
    entries: [...entries],
  };
}
