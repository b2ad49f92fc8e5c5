import { describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import type { DashboardEntry } from '../contract/index.js';
import { dashboardOf } from './dashboard.js';

const entry = (orderId: string, quantity: number, price: number, freight: number, voucher: number) =>
  ({
    orderId,
    productId: newId(),
    status: 'approved',
    quantity,
    amountCents: quantity * price,
    freightCents: freight,
    voucherCents: voucher,
    totalCents: quantity * price + freight - voucher,
  }) satisfies DashboardEntry;

describe("a seller's dashboard", () => {
  it('counts orders once, lines each, and adds every amount up', () => {
    const [first, second] = [newId(), newId()];
    const entries = [entry(first, 2, 500, 30, 100), entry(first, 1, 250, 0, 0), entry(second, 3, 1, 20, 3)];
    expect(dashboardOf('a-seller', entries)).toEqual({
      sellerId: 'a-seller',
      orders: 2,
      items: 3,
      amountCents: 1_253,
      freightCents: 50,
      voucherCents: 103,
      invoiceCents: 1_200,
      entries,
    });
  });

  it('is all zeros without open orders', () => {
    expect(dashboardOf('a-seller', [])).toMatchObject({ orders: 0, items: 0, invoiceCents: 0, entries: [] });
  });
});
