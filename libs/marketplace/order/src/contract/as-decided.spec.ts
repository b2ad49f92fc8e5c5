import { describe, expect, it } from '@jest/globals';

import { asDecided, type OrderStatus, type OrderView } from './index.js';

const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;

function view(version: number, ...statuses: OrderStatus[]): OrderView {
  return {
    id: 'o',
    customerId: 'c',
    number: 1,
    status: statuses.at(-1) ?? 'pending',
    statusHistory: statuses.map((status, index) => ({ status, at: at(index) })),
    lines: [],
    dropped: [],
    itemsCents: 0,
    freightCents: 0,
    voucherCents: 0,
    totalCents: 0,
    currency: 'EUR',
    version,
    createdAt: at(0),
    updatedAt: at(statuses.length - 1),
  };
}

describe('an order as it was decided', () => {
  it.each<[OrderView, OrderView]>([
    [view(5, 'pending', 'approved', 'in-transit', 'delivered'), view(3, 'pending', 'approved')],
    [view(4, 'pending', 'approved', 'in-transit'), view(3, 'pending', 'approved')],
  ])('leaves out what came after the approval', (now, decided) => {
    expect(asDecided(now)).toEqual(decided);
    expect(JSON.stringify(asDecided(now))).toBe(JSON.stringify(asDecided(decided)));
  });

  it.each([
    view(3, 'pending', 'approved'),
    view(2, 'pending', 'rejected'),
    view(3, 'pending', 'payment-failed'),
    view(2, 'pending'),
  ])('is the order itself as long as nothing came after', (order) => {
    expect(asDecided(order)).toEqual(order);
  });
});
