import type { OrderItem, OrderLine, OrderTotals } from '../contract/index.js';

/** The line of an item: the voucher counts at most what the pieces are worth, never against the freight. */
export function priceLine(item: OrderItem): OrderLine {
  const worth = item.unitPriceCents * item.quantity;
  const voucherCents = Math.min(item.voucherCents, worth);
  return { ...item, voucherCents, totalCents: worth + item.freightCents - voucherCents };
}

export function sumLines(lines: readonly OrderLine[]): OrderTotals {
  const totals = { itemsCents: 0, freightCents: 0, voucherCents: 0, totalCents: 0 };
  for (const line of lines) {
    totals.itemsCents += line.unitPriceCents * line.quantity;
    totals.freightCents += line.freightCents;
    totals.voucherCents += line.voucherCents;
    totals.totalCents += line.totalCents;
  }
  return totals;
}
