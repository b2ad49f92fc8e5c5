import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { newId } from '@platform/domain';

import { CreateShipment, type ShipmentView } from '../../contract/index.js';
import { openShipmentApp, type ShipmentApp } from '../../shipment-app.fixture.js';

describe.each(['state', 'events'] as const)('creating a shipment, kept as %s', (persistence) => {
  let app: ShipmentApp;

  beforeAll(async () => {
    app = await openShipmentApp(persistence);
  });
  afterAll(() => app.close());

  const address = { street: 'Main 1', city: 'Springfield', region: 'OR', postalCode: '97477', country: 'US' };
  const line = () => ({ productId: newId(), sellerId: newId(), quantity: 7 });
  const create = (orderId: string, lines: ReturnType<typeof line>[]) =>
    app.get(CommandBus).execute(new CreateShipment({ orderId, customerId: newId(), address, lines }));
  const read = async (orderId: string) =>
    (await app.request('GET', `/shipments?orderId=${orderId}`)).json<{ items: ShipmentView[] }>().items;

  it('makes a package per line', async () => {
    const orderId = newId();
    const lines = [line(), line()];
    expect(await create(orderId, lines)).toEqual({ outcome: 'done', result: null });
    const [shipment] = await read(orderId);
    expect(shipment).toMatchObject({ orderId, status: 'created' });
    expect(shipment?.packages).toEqual(
      lines.map((data) => ({ id: expect.any(String), ...data, status: 'shipped' })),
    );
  });

  it('answers the same when asked again, and ships once', async () => {
    const orderId = newId();
    const lines = [line()];
    await create(orderId, lines);
    const shipped = await read(orderId);
    expect(await create(orderId, lines)).toEqual({ outcome: 'done', result: null });
    expect(await read(orderId)).toEqual(shipped);
    const events = await app.unit.read(() => app.log.read(`shipment-${orderId}`));
    expect(events.map(({ type }) => type)).toEqual(['shipment.created']);
  });

  it('is not there when the unit around it was rolled back', async () => {
    const orderId = newId();
    const failing = app.unit.run(async () => {
      await create(orderId, [line()]);
      throw new Error('the checkout failed');
    });
    await expect(failing).rejects.toThrow('the checkout failed');
    expect(await read(orderId)).toEqual([]);
  });

  it('lists nothing for an order without a shipment, and refuses what is no order', async () => {
    expect(await read(newId())).toEqual([]);
    const refusal = await app.request('GET', '/shipments?orderId=yours');
    expect(refusal.statusCode).toBe(400);
  });
});
