import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { boleto, byCard, type Marketplace, sharedMarketplace } from '../support/e2e/index.js';

describe('money', () => {
  let at: Marketplace;
  beforeAll(async () => {
    at = await sharedMarketplace();
  });
  afterAll(() => at.close());

  it.each([
    { priceCents: 1_000, quantity: 3, freightCents: 250, voucherCents: 0, applied: 0, total: 3_250 },
    { priceCents: 333, quantity: 3, freightCents: 1, voucherCents: 100, applied: 100, total: 900 },
    { priceCents: 500, quantity: 1, freightCents: 99, voucherCents: 500, applied: 500, total: 99 },
    { priceCents: 500, quantity: 2, freightCents: 99, voucherCents: 5_000, applied: 1_000, total: 99 },
    { priceCents: 0, quantity: 1_000, freightCents: 7, voucherCents: 50, applied: 0, total: 7 },
    {
      priceCents: 9_999_999_999,
      quantity: 1_000,
      freightCents: 10,
      voucherCents: 9,
      applied: 9,
      total: 9_999_999_999_001,
    },
  ])(
    'of $quantity at $priceCents, freight $freightCents, voucher $voucherCents: the line is $total',
    async ({ priceCents, quantity, freightCents, voucherCents, applied, total }) => {
      const product = await at.shop.offer({ priceCents, freightCents, available: 1_000 });
      const shopper = await at.shop.shopper({ product, quantity, voucherCents });
      expect((await at.shop.cart(shopper.id)).items[0]?.voucherCents).toBe(voucherCents);
      const order = await at.shop.order(shopper.id);
      expect(order).toMatchObject({
        ...{ status: 'approved', itemsCents: priceCents * quantity, freightCents, voucherCents: applied },
        totalCents: total,
      });
      expect(order.lines[0]).toMatchObject({ voucherCents: applied, totalCents: total });
      expect(await at.provider.entriesOf(order.id)).toMatchObject([
        { status: 'captured', amountCents: total },
      ]);
    },
  );

  it('is summed over the lines, freight per line', async () => {
    const [one, two] = await Promise.all([
      at.shop.offer({ priceCents: 199, freightCents: 50 }),
      at.shop.offer({ priceCents: 2_500, freightCents: 75 }),
    ]);
    const shopper = await at.shop.shopper(
      { product: one, quantity: 7, voucherCents: 13 },
      { product: two, quantity: 2, voucherCents: 500 },
    );
    expect(await at.shop.order(shopper.id)).toMatchObject({
      ...{ itemsCents: 6_393, freightCents: 125, voucherCents: 513, totalCents: 6_005 },
    });
  });

  it('that was paid shows as one line of the method and one per voucher, and the provider’s reference', async () => {
    const product = await at.shop.offer({ priceCents: 1_000, freightCents: 0 });
    const shopper = await at.shop.shopper({ product, quantity: 2, voucherCents: 300 });
    const order = await at.shop.order(shopper.id, { body: byCard });
    const [charge] = await at.provider.entriesOf(order.id);
    expect(await at.shop.payments(order.id)).toEqual([
      {
        ...{ orderId: order.id, status: 'captured', providerReference: charge?.id },
        lines: [
          { type: 'credit-card', amountCents: 1_700 },
          { type: 'voucher', amountCents: 300 },
        ],
      },
    ]);
    expect(charge).toMatchObject({ type: 'charge', status: 'captured', amountCents: 1_700, currency: 'EUR' });
  });

  it('of a total of 0 is captured without asking the provider', async () => {
    const product = await at.shop.offer({ priceCents: 400, freightCents: 0 });
    const shopper = await at.shop.shopper({ product, voucherCents: 400 });
    const order = await at.shop.order(shopper.id, { body: boleto });
    expect([order.status, order.totalCents]).toEqual(['approved', 0]);
    expect(await at.shop.payments(order.id)).toMatchObject([
      {
        status: 'captured',
        providerReference: null,
        lines: [{ type: 'boleto', amountCents: 0 }, { type: 'voucher' }],
      },
    ]);
    expect(await at.provider.entriesOf(order.id)).toEqual([]);
  });

  it('is asked of payments and shipments by order: an empty list when there is none', async () => {
    const none = '00000000-0000-4000-8000-000000000000';
    expect(await at.shop.payments(none)).toEqual([]);
    expect(await at.shop.shipments(none)).toEqual([]);
    for (const path of ['/payments', '/shipments'])
      expect([path, (await at.client.send('GET', path)).status]).toEqual([path, 400]);
  });
});
