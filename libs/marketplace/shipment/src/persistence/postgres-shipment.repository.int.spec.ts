import { afterAll, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';

import { shipmentRepositoryContract } from '../domain/shipment.repository.contract.js';
import { ShipmentRepository } from '../domain/shipment.repository.js';
import { openShipmentApp, type ShipmentApp } from '../shipment-app.fixture.js';

let app: ShipmentApp;
afterAll(() => app.close());

shipmentRepositoryContract(async () => {
  app = await openShipmentApp();
  return { repository: app.get(ShipmentRepository), unit: app.unit, log: app.log, empty: () => app.empty() };
});

it('ends the stream of a shipment with its last package, and not before', async () => {
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
  const deliver = (count: number) =>
    app.unit.run(async () => {
      const shipments = await app.get(ShipmentRepository).load([orderId]);
      for (const shipment of shipments)
        for (const { id } of shipment.state.packages.slice(0, count)) shipment.deliver(id);
      await app.get(ShipmentRepository).save(shipments);
    });
  await deliver(1);
  expect(await ended()).toBe(false);
  await deliver(2);
  expect(await ended()).toBe(true);
});
