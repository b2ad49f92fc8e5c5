import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { OrderItem } from '../contract/index.js';
import { someItem } from './order.fixture.js';
import { priceLine, sumLines } from './order-totals.js';

const cents = fc.integer({ min: 0, max: 10_000_000_000 });
const items: fc.Arbitrary<OrderItem[]> = fc.array(
  fc
    .record({
      quantity: fc.integer({ min: 1, max: 1_000 }),
      unitPriceCents: cents,
      freightCents: cents,
      voucherCents: fc.oneof(cents, fc.integer({ min: 0, max: 100 })),
    })
    .map((numbers) => someItem(numbers)),
  { maxLength: 100 },
);

describe('the money of an order', () => {
  it('is price by quantity, plus the freight of the line, less the voucher', () => {
    const line = priceLine(
      someItem({ quantity: 3, unitPriceCents: 250, freightCents: 99, voucherCents: 100 }),
    );
    expect(line).toMatchObject({ voucherCents: 100, totalCents: 3 * 250 + 99 - 100 });
  });

  it('counts a voucher at most what the pieces are worth, so the freight is always due', () => {
    const line = priceLine(someItem({ quantity: 1, unitPriceCents: 50, freightCents: 7, voucherCents: 80 }));
    expect(line).toMatchObject({ voucherCents: 50, totalCents: 7 });
  });

  it('adds up for every order that can be asked for, to the cent', () => {
    fc.assert(
      fc.property(items, (asked) => {
        const lines = asked.map(priceLine);
        const totals = sumLines(lines);
        for (const [index, line] of lines.entries()) {
          const worth = line.unitPriceCents * line.quantity;
          expect(line.voucherCents).toBe(Math.min(asked[index]?.voucherCents ?? 0, worth));
          expect(line.totalCents).toBe(worth + line.freightCents - line.voucherCents);
          expect(line.totalCents).toBeGreaterThanOrEqual(line.freightCents);
        }
        // In whole numbers of any size, so that a sum beyond what a double counts exactly would show.
        const exact = lines.reduce((sum, { totalCents }) => sum + BigInt(totalCents), 0n);
        expect(BigInt(totals.totalCents)).toBe(exact);
        expect(totals.totalCents).toBe(totals.itemsCents + totals.freightCents - totals.voucherCents);
        expect(Number.isSafeInteger(totals.itemsCents)).toBe(true);
      }),
    );
  });
});
