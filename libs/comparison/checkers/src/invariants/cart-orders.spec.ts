import { describe, expect, it } from '@jest/globals';
import type { Order, OrderStatus } from '../resources.js';
import { foldCart } from '../stored/index.js';
import { line, order } from '../testing/history.fixture.js';
import { streamOf } from '../testing/stream.fixture.js';
import { cartRowsFollowEvents, ordersAreOfTheirCarts } from './cart-orders.js';

type Event = readonly [type: string, data: object];

const item = (over: object = {}) => ({ ...line, ...over });
const put = (over: object = {}): Event => ['cart.item-put', { ...item(over), currency: 'EUR' }];
const sealed = (orderId: string, ...items: readonly object[]): Event => [
  'cart.sealed',
  { orderId, sealed: { items } },
];
const renewed = (orderId: string): Event => ['cart.renewed', { orderId }];
const reopened = (orderId: string): Event => ['cart.reopened', { orderId }];

const wrong = (orders: readonly Order[], ...events: readonly Event[]) =>
  ordersAreOfTheirCarts(orders, new Map([['ana', streamOf(...events)]])).map(
    ({ invariant, what }) => `${invariant}: ${what}`,
  );
/** One order of a cart with two bottles of oil. */
const bought = (over: Partial<Order> = {}, status: OrderStatus = 'approved') => [order('o-1', status, over)];
const course = (end: Event): Event[] => [put(), sealed('o-1', item()), end];

describe('A1 and I4, an order', () => {
  it('is of what its cart was sealed with, which is empty after it and full after one that failed', () => {
    const dropped = [{ productId: 'salt', reason: 'out-of-stock' } as const];
    const salt = item({ productId: 'salt' });
    const second = order('o-2', 'approved', { dropped });
    const third = order('o-3', 'rejected', { lines: [], dropped });
    expect(
      wrong(
        [...bought({}, 'payment-failed'), second, third],
        ...[put(), sealed('o-1', item()), reopened('o-1')],
        ...[put({ productId: 'salt' }), sealed('o-2', item(), salt), renewed('o-2')],
        ...[
          put({ productId: 'salt' }),
          sealed('o-3', salt),
          reopened('o-3'),
          ['cart.abandoned', {}] as const,
        ],
      ),
    ).toEqual([]);
  });

  it('takes of a voucher no more than its line is worth', () => {
    const voucher = { voucherCents: 2_000 };
    const lines = [{ ...line, voucherCents: 1_000, totalCents: 0 }];
    expect(wrong(bought({ lines }), put(voucher), sealed('o-1', item(voucher)), renewed('o-1'))).toEqual([]);
  });

  it.each([
    ['A1: order o-1 is of nothing, its cart was sealed with oil', { lines: [] }],
    ['A1: order o-1 is of oil, salt', { dropped: [{ productId: 'salt', reason: 'unavailable' as const }] }],
    ['A1: order o-1 has for oil 3 of version 1', { lines: [{ ...line, quantity: 3 }] }],
    ['A1: order o-1 has for oil 2 of version 2', { lines: [{ ...line, productVersion: 2 }] }],
    ['I4: order o-1 has for oil the price 501', { lines: [{ ...line, unitPriceCents: 501 }] }],
    ['I4: order o-1 has for oil the price 500 + 1', { lines: [{ ...line, freightCents: 1 }] }],
    ['I4: order o-1 has for oil the price 500 + 0 - 1', { lines: [{ ...line, voucherCents: 1 }] }],
    ['A1: order o-1 of ben is of the cart of ana', { customerId: 'ben' }],
  ])('is found to be another: %s', (told, over) => {
    expect(wrong(bought(over), ...course(renewed('o-1')))).toEqual([expect.stringContaining(told)]);
  });

  it.each([
    ['is approved, its cart was reopened', bought(), course(reopened('o-1'))],
    ['is payment-failed, its cart was renewed', bought({}, 'payment-failed'), course(renewed('o-1'))],
    ['is approved, its cart was left sealed', bought(), course(reopened('o-1')).slice(0, 2)],
    ['was made without a cart', bought(), [put()]],
    ['o-1, which is no order', [], course(renewed('o-1'))],
    [
      'held 2 of oil version 1 (0) and was sealed for o-1 with nothing',
      bought({ lines: [] }),
      [put(), sealed('o-1'), renewed('o-1')],
    ],
    ['two carts were sealed', bought(), [...course(renewed('o-1')), put(), sealed('o-1', item())]],
    ['for which it was not sealed', bought(), [...course(renewed('o-1')), renewed('o-1')]],
  ] satisfies [string, Order[], Event[]][])('%s: it is found', (told, orders, events) => {
    expect(wrong(orders, ...events)).toEqual([expect.stringContaining(told)]);
  });

  it('is found to take what the order before it had taken', () => {
    const second = order('o-2', 'approved', { lines: [line, { ...line, productId: 'salt' }] });
    const salt = item({ productId: 'salt' });
    expect(
      wrong(
        [...bought(), second],
        ...course(renewed('o-1')),
        ...[put({ productId: 'salt' }), sealed('o-2', item(), salt), renewed('o-2')],
      ),
    ).toEqual([expect.stringContaining('held 2 of salt version 1 (0) and was sealed for o-2')]);
  });

  it('is not judged by what is left of a stream', () => {
    const streams = new Map([['ana', streamOf(...course(renewed('o-1'))).slice(2)]]);
    expect(ordersAreOfTheirCarts(bought(), streams)).toEqual([]);
  });
});

describe('A1, a cart that is kept as a row', () => {
  const stream = streamOf(...course(renewed('o-1')), put({ quantity: 1 }));
  const told = (over: object) =>
    cartRowsFollowEvents(new Map([['ana', { ...foldCart(stream), ...over }]]), new Map([['ana', stream]]));

  it('is what its events say', () => {
    expect(told({})).toEqual([]);
  });

  it.each([
    ['still full', { items: [item({ quantity: 1 }), item({ productId: 'salt' })] }],
    ['empty', { items: [] }],
    ['sealed', { status: 'sealed' }],
  ])('is found to be %s', (_, over) => {
    expect(told(over)).toMatchObject([{ invariant: 'A1' }]);
  });

  it('is found not to be there', () => {
    expect(cartRowsFollowEvents(new Map(), new Map([['ana', stream]]))).toMatchObject([{ invariant: 'A1' }]);
  });
});
