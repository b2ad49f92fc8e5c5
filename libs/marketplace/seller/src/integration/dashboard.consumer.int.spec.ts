import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OrderLine } from '@marketplace/order/contract';
import { newId } from '@platform/domain';
import { type ModuleApp, openModuleApp } from '@platform/http/testing';
import { waitUntil } from '@platform/messaging/testing';

import type { DashboardView } from '../contract/index.js';
import { someSeller } from '../domain/seller.fixture.js';
import { SellerModule } from '../seller.module.js';

function line(sellerId: string, quantity: number, unitPriceCents: number): OrderLine {
  return {
    productId: newId(),
    productVersion: 1,
    sellerId,
    name: 'Lamp',
    quantity,
    unitPriceCents,
    freightCents: 20,
    voucherCents: 5,
    totalCents: quantity * unitPriceCents + 15,
  };
}

describe("a seller's dashboard", () => {
  let app: ModuleApp;
  let a: string;
  let b: string;
  beforeAll(async () => {
    app = await openModuleApp({ seller: SellerModule }, { heard: ['order'] });
  });
  beforeEach(async () => {
    [a, b] = [newId(), newId()];
    for (const id of [a, b]) await app.request('PUT', `/sellers/${id}`, someSeller());
  });
  afterAll(() => app.close());

  const happen = (orderId: string, type: string, lines: readonly OrderLine[] = []) =>
    app.unit('order').run(() => {
      app.log('order').append(`order-${orderId}`, [{ type, data: { orderId, customerId: newId(), lines } }]);
      return Promise.resolve();
    });
  const approve = async (lines: readonly OrderLine[]) => {
    const orderId = newId();
    await happen(orderId, 'order.approved', lines);
    return orderId;
  };
  const dashboard = async (id: string) =>
    (await app.request('GET', `/sellers/${id}/dashboard`)).json<DashboardView>();
  const shows = (id: string, what: string, condition: (view: DashboardView) => boolean) =>
    waitUntil(`the dashboard shows ${what}`, async () => condition(await dashboard(id)));

  it('is empty for a seller without orders, and not there for one who never was', async () => {
    const empty = { orders: 0, items: 0, amountCents: 0, freightCents: 0, voucherCents: 0, invoiceCents: 0 };
    expect(await dashboard(a)).toEqual({ sellerId: a, ...empty, entries: [] });
    expect((await app.request('GET', `/sellers/${newId()}/dashboard`)).statusCode).toBe(404);
  });

  it('has an entry per line of theirs, and the sums of the entries', async () => {
    const [one, two, foreign] = [line(a, 2, 500), line(a, 1, 250), line(b, 1, 99)];
    const first = await approve([one, foreign, two]);
    await approve([line(a, 3, 10)]);
    await shows(a, 'three entries', ({ items }) => items === 3);
    const view = await dashboard(a);
    expect(view).toMatchObject({
      orders: 2,
      amountCents: 1_280,
      freightCents: 60,
      voucherCents: 15,
      invoiceCents: 1_325,
    });
    expect(view.entries).toContainEqual({
      orderId: first,
      productId: one.productId,
      status: 'approved',
      quantity: 2,
      amountCents: 1_000,
      freightCents: 20,
      voucherCents: 5,
      totalCents: 1_015,
    });
    await shows(b, "the other seller's line", ({ invoiceCents }) => invoiceCents === 114);
  });

  it('shows the status of each order, and leaves delivered ones out', async () => {
    const [open, gone] = [await approve([line(a, 1, 10), line(a, 1, 20)]), await approve([line(a, 1, 40)])];
    await happen(gone, 'order.in-transit');
    await happen(gone, 'order.delivered');
    await happen(open, 'order.in-transit');
    await shows(
      a,
      'one order in transit',
      ({ entries }) => entries[0]?.status === 'in-transit' && entries.length === 2,
    );
    const { orders, entries } = await dashboard(a);
    expect([orders, entries.map(({ orderId, status }) => [orderId, status])]).toEqual([
      1,
      [
        [open, 'in-transit'],
        [open, 'in-transit'],
      ],
    ]);
  });

  it('agrees with its entries at every look while orders come and go', async () => {
    const looks: number[] = [];
    const done = new AbortController();
    const looking = (async () => {
      while (!done.signal.aborted) {
        const { entries, items, invoiceCents } = await dashboard(a);
        expect([items, invoiceCents]).toEqual([
          entries.length,
          entries.reduce((sum, { totalCents }) => sum + totalCents, 0),
        ]);
        looks.push(items);
      }
    })();
    const orders = await Promise.all(
      Array.from({ length: 20 }, () => approve([line(a, 1, 7), line(a, 1, 11)])),
    );
    await shows(a, 'all lines', ({ items }) => items === 40);
    await Promise.all(orders.map((orderId) => happen(orderId, 'order.delivered')));
    await shows(a, 'nothing any more', ({ items }) => items === 0);
    done.abort();
    await looking;
    expect(looks.length).toBeGreaterThan(1);
  });
});
