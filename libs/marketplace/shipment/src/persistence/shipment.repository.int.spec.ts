import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { InlineProjections } from '@platform/event-sourcing';

import { shipmentRepositoryContract } from '../domain/shipment.repository.contract.js';
import { ShipmentRepository } from '../domain/shipment.repository.js';
import { openShipmentApp, type ShipmentApp } from '../shipment-app.fixture.js';
import { OpenPackages } from './index.js';

describe.each(['state', 'events'] as const)('shipments kept as %s', (persistence) => {
  let app: ShipmentApp;
  beforeAll(async () => {
    app = await openShipmentApp(persistence);
  });
  afterAll(() => app.close());

  shipmentRepositoryContract(() =>
    Promise.resolve({
      repository: app.get(ShipmentRepository),
      unit: app.unit,
      log: app.log,
      empty: () => app.empty(),
    }),
  );

  it('end the stream of a shipment with its last package, and not before', async () => {
    const orderId = await app.ship(newId(), newId());
    const ended = async () => {
      const [head] = await app.unit.read(() =>
        app.unit.query<{ ended: boolean }>(
          'SELECT last_version IS NOT NULL AS ended FROM shipment.stream_head WHERE stream_id = $1',
          [`shipment-${orderId}`],
        ),
      );
      return head?.ended;
    };
    await deliver(app, orderId, 1);
    expect(await ended()).toBe(false);
    await deliver(app, orderId, 2);
    expect(await ended()).toBe(true);
  });
});

describe('open packages of shipments that are kept as streams', () => {
  let app: ShipmentApp;
  beforeAll(async () => {
    app = await openShipmentApp('events');
  });
  afterAll(() => app.close());

  it('are known again when they are made anew from the streams, however that is cut', async () => {
    const sellers = Array.from({ length: 4 }, () => newId());
    const orders: string[] = [];
    for (let n = 0; n < 6; n += 1) orders.push(await app.ship(...sellers));
    for (const [n, orderId] of orders.entries()) await deliver(app, orderId, n % 5);
    const rows = () =>
      app.unit.read(() =>
        app.unit.query('SELECT * FROM shipment.open_package ORDER BY first_package, place'),
      );
    const live = await rows();
    expect(live).toHaveLength(6 * 4 - (0 + 1 + 2 + 3 + 4 + 0));
    for (const sliceSize of [1, 5, 500]) {
      await app.unit.run(() => app.unit.query('UPDATE shipment.open_package SET place = place + 10'));
      await new InlineProjections(app.unit, [new OpenPackages(app.unit)], sliceSize).rebuild();
      expect(await rows()).toEqual(live);
    }
    await app.get(InlineProjections).rebuild();
    expect(await rows()).toEqual(live);
  });
});

/** Delivers the first `count` packages of an order. */
async function deliver(app: ShipmentApp, orderId: string, count: number): Promise<void> {
  await app.unit.run(async () => {
    const shipments = await app.get(ShipmentRepository).load([orderId]);
    for (const shipment of shipments)
      for (const { id } of shipment.state.packages.slice(0, count)) shipment.deliver(id);
    await app.get(ShipmentRepository).save(shipments);
  });
}
