import { afterAll } from '@jest/globals';

import { shipmentRepositoryContract } from '../domain/shipment.repository.contract.js';
import { ShipmentRepository } from '../domain/shipment.repository.js';
import { openShipmentApp, type ShipmentApp } from '../shipment-app.fixture.js';

let app: ShipmentApp;
afterAll(() => app.close());

shipmentRepositoryContract(async () => {
  app = await openShipmentApp();
  return { repository: app.get(ShipmentRepository), unit: app.unit, log: app.log, empty: () => app.empty() };
});
