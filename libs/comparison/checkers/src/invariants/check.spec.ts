import { describe, expect, it } from '@jest/globals';
import type { LedgerEntry, Order, OrderStatus } from '../resources.js';
import type { Attempt } from './atomicity.js';
import { noWitness, violationsOf, type Witness } from './check.js';
import type { Snapshot } from './snapshot.js';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();

const line = {
  ...{
    productId: 'oil',
    productVersion: 1,
    sellerId: 'olive',
    name: 'Oil',
    quantity: 2,
    unitPriceCents: 500,
  },
  ...{ freightCents: 100, voucherCents: 50, totalCents: 1_050 },
};

const approved: Order = {
  ...{ id: 'order-1', customerId: 'ana', number: 1, status: 'approved', version: 3, currency: 'EUR' },
  statusHistory: [
    { status: 'pending', at: at(1) },
    { status: 'approved', at: at(2) },
  ],
  ...{
    lines: [line],
    dropped: [],
    itemsCents: 1_000,
    freightCents: 100,
    voucherCents: 50,
    totalCents: 1_050,
  },
  ...{ createdAt: at(1), updatedAt: at(2) },
};

const charge: LedgerEntry = {
  ...{
    id: 'ch-1',
    type: 'charge',
    orderId: 'order-1',
    idempotencyKey: 'k',
    amountCents: 1_050,
    currency: 'EUR',
  },
  ...{ status: 'captured', at: at(2) },
};

const refund: LedgerEntry = { ...charge, id: 're-1', type: 'refund', status: 'refunded', chargeId: 'ch-1' };

const sound: Snapshot = {
  orders: [approved],
  stock: [{ productId: 'oil', productVersion: 1, available: 8, reserved: 0, orderCount: 1, yearToDate: 2 }],
  payments: [
    {
      ...{ orderId: 'order-1', status: 'captured', providerReference: 'ch-1' },
      lines: [
        { type: 'boleto', amountCents: 1_050 },
        { type: 'voucher', amountCents: 50 },
      ],
    },
  ],
  shipments: [
    {
      ...{ orderId: 'order-1', status: 'created' },
      packages: [{ id: 'p', productId: 'oil', sellerId: 'olive', quantity: 2, status: 'shipped' }],
    },
  ],
  customers: [{ id: 'ana', paidOrders: 1, failedOrders: 0, deliveredOrders: 0 }],
  dashboards: [
    {
      ...{ sellerId: 'olive', orders: 1, items: 1, amountCents: 1_000, freightCents: 100, voucherCents: 50 },
      invoiceCents: 1_050,
      entries: [
        {
          ...{ orderId: 'order-1', productId: 'oil', status: 'approved', quantity: 2, amountCents: 1_000 },
          ...{ freightCents: 100, voucherCents: 50, totalCents: 1_050 },
        },
      ],
    },
  ],
  products: [{ id: 'oil', version: 1, status: 'active' }],
  ledger: [charge],
};

const answer = (order: Order, status = 201) => ({ status, text: JSON.stringify(order) });
const attempt: Attempt = { customerId: 'ana', key: 'k', sent: 1, answers: [answer(approved)] };
const witness: Witness = {
  initialStock: new Map([['oil', 10]]),
  attempts: [attempt],
  prices: [{ productId: 'oil', productVersion: 1, priceCents: 500, from: 0, until: Infinity }],
};

const brokenIn = (over: Partial<Snapshot>, told: Partial<Witness> = {}): string[] => [
  ...new Set(violationsOf({ ...sound, ...over }, { ...witness, ...told }).map(({ invariant }) => invariant)),
];
const order = (over: Partial<Order>): Pick<Snapshot, 'orders'> => ({ orders: [{ ...approved, ...over }] });
const stock = (over: Partial<Snapshot['stock'][number]>): Pick<Snapshot, 'stock'> => ({
  stock: sound.stock.map((row) => ({ ...row, ...over })),
});
type Packages = Snapshot['shipments'][number];
const shipped = (
  packages: readonly Packages['packages'][number]['status'][],
  status: Packages['status'],
): Pick<Snapshot, 'shipments'> => ({
  shipments: sound.shipments.map((shipment) => ({
    ...{ ...shipment, status },
    packages: packages.flatMap((each) => shipment.packages.map((one) => ({ ...one, status: each }))),
  })),
});
const history = (...statuses: OrderStatus[]): Order['statusHistory'] =>
  statuses.map((status, second) => ({ status, at: at(second) }));

describe('the invariants', () => {
  it('hold for a sound marketplace, with or without witnesses', () => {
    expect(violationsOf(sound, witness)).toEqual([]);
    expect(violationsOf(sound, noWitness)).toEqual([]);
  });

  it.each([
    ['S1', 'more reserved than available', stock({ reserved: 9 })],
    ['S2', 'pieces that vanished', stock({ available: 7 })],
    ['S2', 'a reservation that stayed', stock({ reserved: 1 })],
    ['S2', 'an order that was not counted', stock({ orderCount: 0 })],
    ['S2', 'a product that was sold without stock', { stock: [] }],
    ['C1', 'stock without its product', { products: [] }],
    ['M1', 'an order that nobody paid', { ledger: [] }],
    ['M1', 'a payment for no order', { ledger: [charge, { ...charge, id: 'ch-2', orderId: 'order-2' }] }],
    ['M1', 'an approved order that was paid back', { ledger: [charge, refund] }],
    ['M1', 'a charge that was kept for a failed order', order({ status: 'payment-failed' })],
    ['M2', 'a second charge for the same order', { ledger: [charge, { ...charge, id: 'ch-2' }] }],
    ['M2', 'a charge that was paid back twice', { ledger: [charge, refund, { ...refund, id: 're-2' }] }],
    ['money', 'a sum that is not one', order({ itemsCents: 999 })],
    [
      'money',
      'a voucher over the worth of its line',
      order({ lines: [{ ...line, voucherCents: 1_001, totalCents: 99 }] }),
    ],
    ['A1', 'no shipment', { shipments: [] }],
    ['A1', 'no payment', { payments: [] }],
    ['A1', 'a shipment of a rejected order', order({ status: 'rejected' })],
    [
      'A1',
      'a package too few',
      { shipments: sound.shipments.map((shipment) => ({ ...shipment, packages: [] })) },
    ],
    ['A1', 'an order that has not followed its shipment', shipped(['delivered'], 'delivered')],
    ['A1', 'an order that is ahead of its shipment', order({ status: 'in-transit', version: 4 })],
    ['A1', 'a shipment that is not as its packages are', shipped(['shipped'], 'in-transit')],
    [
      'A1',
      "a package of another seller's",
      {
        shipments: sound.shipments.map((shipment) => ({
          ...shipment,
          packages: shipment.packages.map((each) => ({ ...each, sellerId: 'other' })),
        })),
      },
    ],
    ['A2', 'an order that is never decided', order({ status: 'pending' })],
    [
      'O1',
      'a step that does not exist',
      order({ statusHistory: history('pending', 'delivered', 'approved') }),
    ],
    ['O1', 'a history that starts late', order({ statusHistory: history('approved') })],
    ['O1', 'a version that does not fit the status', order({ version: 4 })],
    ['number', 'a number that was left out', order({ number: 2 })],
    [
      'Q1',
      'an order counted twice',
      { customers: [{ id: 'ana', paidOrders: 2, failedOrders: 0, deliveredOrders: 0 }] },
    ],
    [
      'D1',
      'an aggregate beside its entries',
      { dashboards: sound.dashboards.map((seen) => ({ ...seen, items: 2 })) },
    ],
    [
      'D1',
      'an order that no seller sees',
      {
        dashboards: sound.dashboards.map((seen) => ({
          ...seen,
          orders: 0,
          items: 0,
          amountCents: 0,
          freightCents: 0,
          voucherCents: 0,
          invoiceCents: 0,
          entries: [],
        })),
      },
    ],
  ] satisfies [string, string, Partial<Snapshot>][])('%s notices %s', (invariant, _, over) => {
    expect(brokenIn(over)).toContain(invariant);
  });

  const second: Order = { ...approved, id: 'order-2', number: 2 };

  it.each([
    [
      'A2',
      'an acknowledged order that is gone',
      {},
      { attempts: [{ ...attempt, answers: [answer(second)] }] },
    ],
    ['A3', 'an order that no key asked for', { orders: [approved, second] }, {}],
    [
      'A3',
      'an answered order that the customer does not have',
      {},
      { attempts: [{ ...attempt, answers: [answer(second)] }] },
    ],
    [
      'A4',
      'two orders under one key',
      {},
      { attempts: [{ ...attempt, answers: [answer(approved), answer(second)] }] },
    ],
    [
      'A4',
      'a replay that differs',
      {},
      { attempts: [{ ...attempt, answers: [answer(approved), answer({ ...approved, version: 4 })] }] },
    ],
    [
      'P1',
      'a price that never was',
      {},
      { prices: [{ productId: 'oil', productVersion: 1, priceCents: 499, from: 0, until: Infinity }] },
    ],
    [
      'P1',
      'a price that was gone long before',
      {},
      {
        prices: [
          {
            productId: 'oil',
            productVersion: 1,
            priceCents: 500,
            from: 0,
            until: Date.parse(at(0)) - 60_000,
          },
        ],
      },
    ],
  ] satisfies [string, string, Partial<Snapshot>, Partial<Witness>][])(
    '%s notices %s',
    (invariant, _, over, told) => {
      expect(brokenIn(over, told)).toContain(invariant);
    },
  );

  it.each([
    ['approved', 'created', ['shipped', 'shipped']],
    ['in-transit', 'in-transit', ['delivered', 'shipped']],
    ['delivered', 'delivered', ['delivered', 'delivered']],
  ] as const)(
    'hold for an order that is %s, its shipment %s and its packages %j',
    (status, ofShipment, packages) => {
      const lines = [line, { ...line }];
      const { shipments } = shipped(packages, ofShipment);
      const broken = violationsOf(
        { ...sound, orders: [{ ...approved, status, lines }], shipments },
        noWitness,
      );
      expect(broken.filter(({ what }) => what.includes('packages'))).toEqual([]);
    },
  );

  it('let an undecided answer be followed by the decided one under the same key', () => {
    const pending: Order = { ...approved, status: 'pending', version: 1 };
    const answers = [answer(pending, 202), answer(approved), answer(approved)];
    expect(brokenIn({}, { attempts: [{ ...attempt, sent: 4, answers }] })).toEqual([]);
  });
});
