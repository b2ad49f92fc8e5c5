import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { newId } from '@platform/domain';

import type { ShipmentView } from '../../contract/index.js';
import { openShipmentApp, type ShipmentApp } from '../../shipment-app.fixture.js';
import { DeliverPackages } from './deliver-packages.command.js';

interface Delivered {
  readonly delivered: { sellerId: string; orderId: string; packageId: string }[];
}

describe.each(['state', 'events'] as const)('POST /shipments/deliveries, kept as %s', (persistence) => {
  let app: ShipmentApp;

  beforeAll(async () => {
    app = await openShipmentApp(persistence);
  });
  beforeEach(() => app.empty());
  afterAll(() => app.close());

  const post = async (headers?: Record<string, string>) => {
    const answer = await app.request('POST', '/shipments/deliveries', headers);
    expect(answer.statusCode).toBe(200);
    return answer.json<Delivered>().delivered;
  };
  const shipmentOf = async (orderId: string): Promise<ShipmentView | undefined> =>
    (await app.request('GET', `/shipments?orderId=${orderId}`)).json<{ items: ShipmentView[] }>().items[0];
  const eventsOf = async (orderId: string) =>
    (await app.unit.read(() => app.log.read(`shipment-${orderId}`))).map(({ type }) => type);

  it("delivers each seller's oldest package, and one per seller in a run", async () => {
    const [anna, ben] = [newId(), newId()];
    const older = await app.ship(anna, ben);
    const newer = await app.ship(anna);
    const first = await post();
    expect(first.map(({ sellerId, orderId }) => [sellerId, orderId])).toEqual([
      [anna, older],
      [ben, older],
    ]);
    expect((await shipmentOf(older))?.packages.map(({ id }) => id)).toEqual(
      first.map(({ packageId }) => packageId),
    );
    expect((await post()).map(({ orderId }) => orderId)).toEqual([newer]);
    expect(await post()).toEqual([]);
  });

  it('takes ten sellers at most, those whose package has waited longest', async () => {
    const sellers = Array.from({ length: 12 }, () => newId());
    for (const seller of sellers) await app.ship(seller);
    expect((await post()).map(({ sellerId }) => sellerId)).toEqual(sellers.slice(0, 10));
    expect((await post()).map(({ sellerId }) => sellerId)).toEqual(sellers.slice(10));
  });

  it('moves the shipment through transit to delivered and tells so in this order', async () => {
    const seller = newId();
    const single = await app.ship(seller);
    const double = await app.ship(newId(), seller);
    await post();
    expect((await shipmentOf(single))?.status).toBe('delivered');
    expect(await eventsOf(single)).toEqual([
      'shipment.created',
      'shipment.package-delivered',
      'shipment.in-transit',
      'shipment.delivered',
    ]);
    expect((await shipmentOf(double))?.status).toBe('in-transit');
    await post();
    expect((await shipmentOf(double))?.status).toBe('delivered');
    expect(await eventsOf(double)).toEqual([
      'shipment.created',
      'shipment.package-delivered',
      'shipment.in-transit',
      'shipment.package-delivered',
      'shipment.delivered',
    ]);
  });

  it('answers a retry under the same Idempotency-Key as the first time, without delivering again', async () => {
    const seller = newId();
    await app.ship(seller);
    await app.ship(seller);
    const key = { 'idempotency-key': newId() };
    const first = await post(key);
    expect(first).toHaveLength(1);
    expect(await post(key)).toEqual(first);
    expect(await post({ 'idempotency-key': newId() })).not.toEqual(first);
  });

  it('delivers every package once when many runs overlap, oldest first for each seller', async () => {
    const sellers = Array.from({ length: 4 }, () => newId());
    const orders: string[] = [];
    for (let n = 0; n < 10; n += 1) orders.push(await app.ship(...sellers));
    // Past the controller's queue, as replicas would: the database alone keeps the runs apart.
    const commands = app.get(CommandBus);
    const runs = await Promise.all(Array.from({ length: 12 }, () => commands.execute(new DeliverPackages())));
    const delivered = runs.flat();
    expect(delivered).toHaveLength(40);
    expect(new Set(delivered.map(({ packageId }) => packageId)).size).toBe(40);
    expect(runs.filter(({ length }) => length === 0)).toHaveLength(2);
    // Whichever order the runs came in, each took the same order's package of every seller.
    const taken = runs
      .filter(({ length }) => length > 0)
      .map((run) => new Set(run.map(({ orderId }) => orderId)));
    expect(taken.every(({ size }) => size === 1)).toBe(true);
    expect(taken.flatMap((ids) => [...ids]).sort()).toEqual([...orders].sort());
  });
});
