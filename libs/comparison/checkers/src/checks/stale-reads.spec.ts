import { describe, expect, it } from '@jest/globals';
import { facts, found, iso, order, priced, Scribe } from '../testing/history.fixture.js';
import {
  dashboardsAddUpWhenRead,
  dashboardsShowAPrefix,
  dashboardsShowOrders,
  dashboardsShowWholeOrders,
} from './dashboards.js';
import { placedOrdersStay, seenReservationsStay, shownOrdersStay } from './dirty-reads.js';
import { cartsShowNewPrices } from './stale-carts.js';
import { listsShowOrders } from './stale-lists.js';
import { productsShowChanges } from './stale-products.js';

const changed = (scribe: Scribe) =>
  scribe.did('change-price', {
    ...{ by: 9, from: 1, to: 2, input: { productId: 'oil', priceCents: 600, revision: 1 } },
    body: { revision: 2, version: 1, priceCents: 600 },
  });

describe('W1, a changed price', () => {
  const stored = facts({ products: new Map([['oil', priced([0, 500], [1.5, 600])]]) });
  const read = (scribe: Scribe, from: number, unitPriceCents: number) =>
    scribe.did('read-cart', {
      ...{ from, to: from + 0.25, input: { customerId: 'ana' } },
      body: { status: 'open', items: [{ productId: 'oil', productVersion: 1, quantity: 1, unitPriceCents }] },
    });

  it('may be missing in a cart until it was answered', () => {
    const scribe = new Scribe();
    changed(scribe);
    read(scribe, 1.9, 500);
    read(scribe, 3, 600);
    expect(cartsShowNewPrices(scribe.operations, stored)).toMatchObject({ looks: 1, occurrences: 0 });
  });

  it('is found missing in a cart', () => {
    const scribe = new Scribe();
    changed(scribe);
    read(scribe, 2.5, 500);
    read(scribe, 4, 500);
    read(scribe, 5, 600);
    expect(cartsShowNewPrices(scribe.operations, stored)).toMatchObject({ looks: 3, occurrences: 2 });
    expect(found(cartsShowNewPrices, scribe, stored)).toMatchObject([
      { shownBy: [0, 1] },
      { shownBy: [0, 2] },
    ]);
  });

  it.each([
    [2, []],
    [1, [{ shownBy: [0, 1] }]],
  ])('is read at the product itself: revision %i', (revision, expected) => {
    const scribe = new Scribe();
    changed(scribe);
    scribe.did('read-product', { from: 3, to: 4, input: { productId: 'oil' }, body: { revision } });
    expect(productsShowChanges(scribe.operations, stored).looks).toBe(1);
    expect(found(productsShowChanges, scribe)).toMatchObject(expected);
  });
});

const entry = (orderId: string, productId = 'oil', totalCents = 1_000) => ({
  orderId,
  productId,
  totalCents,
});
const dashboard = (scribe: Scribe, from: number, ...entries: readonly object[]) =>
  scribe.did('dashboard', {
    from,
    to: from + 0.5,
    input: { sellerId: 'olive' },
    body: { sellerId: 'olive', entries },
  });
const bought = (scribe: Scribe, id: string, from: number) =>
  scribe.did('checkout', {
    ...{ by: 1, from, to: from + 0.5, input: { customerId: 'ana', idempotencyKey: id } },
    ...{ status: 201, body: order(id) },
  });

describe('W1, an approved order', () => {
  const stored = facts({ stored: [order('o-1'), order('o-2', 'payment-failed')] });

  it('is on the dashboard, as soon as it was answered', () => {
    const scribe = new Scribe();
    bought(scribe, 'o-1', 1);
    dashboard(scribe, 1.2);
    dashboard(scribe, 3, entry('o-1'));
    expect(dashboardsShowOrders(scribe.operations, stored)).toMatchObject({ looks: 1, occurrences: 0 });
  });

  it('is found missing', () => {
    const scribe = new Scribe();
    bought(scribe, 'o-1', 1);
    dashboard(scribe, 2);
    expect(dashboardsShowOrders(scribe.operations, stored)).toMatchObject({ looks: 1, occurrences: 1 });
    expect(found(dashboardsShowOrders, scribe, stored)).toMatchObject([{ shownBy: [0, 1] }]);
  });

  it('is gone from it when it was delivered', () => {
    const delivered = order('o-1', 'delivered', {
      statusHistory: [
        { status: 'pending', at: iso(1) },
        { status: 'delivered', at: iso(2.2) },
      ],
    });
    const scribe = new Scribe();
    bought(scribe, 'o-1', 1);
    dashboard(scribe, 2);
    expect(dashboardsShowOrders(scribe.operations, facts({ stored: [delivered] })).looks).toBe(0);
  });
});

describe('D2, a dashboard', () => {
  const two = { lines: [order('').lines[0], { ...order('').lines[0], productId: 'salt' }] as never };
  const stored = facts({ stored: [order('o-1'), order('o-2'), order('o-3', 'approved', two)] });
  const looked = (...entries: readonly object[]) => {
    const scribe = new Scribe();
    bought(scribe, 'o-1', 1);
    bought(scribe, 'o-2', 2);
    bought(scribe, 'o-3', 3);
    dashboard(scribe, 5, ...entries);
    return scribe;
  };

  it.each([[[]], [[entry('o-1')]], [[entry('o-1'), entry('o-2')]]])(
    'shows a prefix of the orders: %j',
    (entries) => {
      expect(dashboardsShowAPrefix(looked(...entries).operations, stored)).toMatchObject({
        looks: 1,
        occurrences: 0,
      });
    },
  );

  it('is found to lack an order before one that it shows', () => {
    expect(found(dashboardsShowAPrefix, looked(entry('o-2')), stored)).toMatchObject([
      { shownBy: [0, 1, 3] },
    ]);
  });

  it('need not show an order whose first try, without an answer, may have been made before', () => {
    const scribe = new Scribe();
    scribe.did('checkout', {
      ...{ by: 2, from: 0, to: 1, type: 'info', input: { customerId: 'ana', idempotencyKey: 'o-2' } },
    });
    bought(scribe, 'o-1', 1.5);
    bought(scribe, 'o-2', 3);
    dashboard(scribe, 5, entry('o-2'));
    expect(found(dashboardsShowAPrefix, scribe, stored)).toEqual([]);
  });

  it('shows all lines of an order, or none', () => {
    const scribe = looked(entry('o-1'), entry('o-3'), entry('o-3', 'salt'));
    expect(dashboardsShowWholeOrders(scribe.operations, stored)).toMatchObject({ looks: 1, found: [] });
  });

  it('is found to show half an order', () => {
    const scribe = looked(entry('o-1'), entry('o-2'), entry('o-3'));
    expect(found(dashboardsShowWholeOrders, scribe, stored)).toMatchObject([{ shownBy: [3] }]);
  });
});

describe("W1, a list of a customer's orders", () => {
  const listed = (scribe: Scribe, from: number, whole: boolean, ...ids: readonly string[]) =>
    scribe.did('read-orders', {
      ...{ from, to: from + 0.5, input: { customerId: 'ana' } },
      body: { items: ids.map((id) => ({ id, status: 'approved' })), whole },
    });

  it('shows what was answered before it was asked for; a page of it need not', () => {
    const scribe = new Scribe();
    bought(scribe, 'o-1', 1);
    listed(scribe, 1.2, true);
    listed(scribe, 2, true, 'o-1');
    listed(scribe, 3, false);
    expect(listsShowOrders(scribe.operations, facts())).toMatchObject({ looks: 1, occurrences: 0 });
  });

  it('is found to lack an order', () => {
    const scribe = new Scribe();
    bought(scribe, 'o-1', 1);
    bought(scribe, 'o-2', 2);
    listed(scribe, 4, true, 'o-2');
    expect(found(listsShowOrders, scribe)).toMatchObject([{ shownBy: [0, 2] }]);
  });
});

describe('D1, a dashboard that is read', () => {
  it.each([
    [{ orders: 1, items: 2, invoiceCents: 1_500 }, []],
    [{ orders: 2, items: 2, invoiceCents: 1_500 }, [{ shownBy: [0] }]],
    [{ orders: 1, items: 2, invoiceCents: 1_501 }, [{ shownBy: [0] }]],
    [{ orders: 1, items: 2, invoiceCents: 1_500, freightCents: 1 }, [{ shownBy: [0] }]],
  ])('adds up: %j', (aggregate, expected) => {
    const scribe = new Scribe();
    const entries = [entry('o-1'), entry('o-1', 'salt', 500)];
    scribe.did('dashboard', {
      from: 0,
      to: 1,
      input: { sellerId: 'olive' },
      body: { ...aggregate, entries },
    });
    expect(found(dashboardsAddUpWhenRead, scribe)).toMatchObject(expected);
  });
});

describe('I3, what is seen', () => {
  const read = (id: string) => {
    const scribe = new Scribe();
    const body = { ...order(id, 'pending'), version: 2 };
    scribe.did('read-order', { from: 0, to: 1, input: { orderId: id }, body });
    scribe.did('read-order', { from: 2, to: 3, input: { orderId: id }, body: { ...body, lines: [] } });
    return scribe;
  };
  const stored = facts({ stored: [order('o-1'), order('o-2', 'payment-failed')] });

  it('stays: a placed order is approved', () => {
    expect(placedOrdersStay(read('o-1').operations, stored)).toMatchObject({ looks: 2, occurrences: 0 });
  });

  it('is found undone: a placed order fails', () => {
    expect(found(placedOrdersStay, read('o-2'), stored)).toMatchObject([{ shownBy: [0] }]);
  });

  it('is looked at before it is decided: the last sight of whoever waits for that counts', () => {
    const scribe = new Scribe();
    const before = { ...order('o-2', 'pending'), version: 2 };
    const failed = order('o-2', 'payment-failed');
    scribe.did('decided', { from: 0, to: 1, input: { orderId: 'o-2' }, body: { ...failed, before } });
    scribe.did('decided', { from: 2, to: 3, input: { orderId: 'o-2' }, body: failed });
    expect(placedOrdersStay(scribe.operations, stored)).toMatchObject({ looks: 1, occurrences: 1 });
  });

  it.each([
    ['o-1', []],
    ['o-2', [{ shownBy: [0] }]],
  ])('is %s on a dashboard', (id, expected) => {
    const scribe = new Scribe();
    dashboard(scribe, 0, entry(id));
    expect(found(shownOrdersStay, scribe, stored)).toMatchObject(expected);
  });

  it.each([
    ['stock.confirmed', []],
    ['stock.released', [{ shownBy: [0] }]],
  ])('is a reservation, later %s', (type, expected) => {
    const events = [
      ['stock.set', { available: 5 }, 0],
      ['stock.reserved', { orderId: 'o-2', quantity: 2 }, 1],
      [type, { orderId: 'o-2', quantity: 2 }, 3],
    ] as const;
    const stream = events.map(([type, data, at], index) => ({
      type,
      data,
      version: index + 1,
      at: new Date(iso(at)),
    }));
    const scribe = new Scribe();
    scribe.did('read-stock', {
      from: 1.5,
      to: 2,
      input: { productId: 'oil' },
      body: { available: 5, reserved: 2 },
    });
    expect(found(seenReservationsStay, scribe, facts({ stock: new Map([['oil', stream]]) }))).toMatchObject(
      expected,
    );
  });
});
